import type { Inventory } from "./inventory.ts";

/**
 * The repository URL of the sample. Argo CD can never read it, because `.invalid` is never a host (RFC 6761). Therefore no
 * cluster runs objects from a platform.yaml with this URL.
 */
export const sampleRepository = "https://git.acme.invalid/ml-platform.git";

/** Files that `remove-sample` removes, with the digests of their texts. A changed file no longer belongs to the sample. */
export const sampleFiles: Readonly<Record<string, string>> = {
  "clusters/staging/cluster.yaml": "1743401a9693e5c21f4e97807e72b17a",
  "tenants/churn.yaml": "5541c9d180365a35baf353181fb1f111",
  "tenants/fraud-detection.yaml": "580e2d99b9a1d803e52f711b934f95cb",
  "tenants/recommendation-engine.yaml": "bbb1c6bea0df210fc29ad279c0412eb9",
};

/** Whether this is the sample platform, from which nothing can run on any cluster. */
export function isSample({ platform }: Pick<Inventory, "platform">): boolean {
  return platform.spec.repository.url === sampleRepository;
}

/** The names of the sample's tenants. */
export const sampleTenants: readonly string[] = Object.keys(sampleFiles).flatMap(
  (file) => /^tenants[/](.*)[.]yaml$/.exec(file)?.[1] ?? [],
);
