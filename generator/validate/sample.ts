import type { Inventory } from "./inventory.ts";

/**
 * What the repository comes with, for whoever looks at it first. No Argo CD has ever read it: `.invalid` is never a host
 * (RFC 6761). So nobody runs what follows from a platform.yaml that names this repository.
 */
export const sampleRepository = "https://git.acme.invalid/ml-platform.git";

/** Files that `remove-sample` removes, with the digests of their texts: one that somebody changed is not the sample's any more. */
export const sampleFiles: Readonly<Record<string, string>> = {
  "clusters/staging/cluster.yaml": "1743401a9693e5c21f4e97807e72b17a",
  "tenants/churn.yaml": "5541c9d180365a35baf353181fb1f111",
  "tenants/fraud-detection.yaml": "580e2d99b9a1d803e52f711b934f95cb",
  "tenants/recommendation-engine.yaml": "bbb1c6bea0df210fc29ad279c0412eb9",
};

/** Whether nothing of this platform can run anywhere. */
export function isSample({ platform }: Pick<Inventory, "platform">): boolean {
  return platform.spec.repository.url === sampleRepository;
}

/** Tenants that the repository comes with, by name. */
export const sampleTenants: readonly string[] = Object.keys(sampleFiles).flatMap(
  (file) => /^tenants[/](.*)[.]yaml$/.exec(file)?.[1] ?? [],
);
