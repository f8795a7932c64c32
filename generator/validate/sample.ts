import type { Inventory } from "./inventory.ts";

/**
 * The repository URL of the sample. Argo CD can never read it, because `.invalid` is never a host (RFC 6761). Therefore no
 * cluster runs objects from a platform.yaml with this URL.
 */
export const sampleRepository = "https://git.acme.invalid/ml-platform.git";

/**
 * Files that `remove-sample` removes, with the digests of their texts without the schema in the first line. A changed file no
 * longer belongs to the sample.
 */
export const sampleFiles: Readonly<Record<string, string>> = {
  "clusters/staging/cluster.yaml": "44df70af20e415e84070866e8d130e26",
  "tenants/churn.yaml": "1966975404f00525bf0a6df544017287",
  "tenants/fraud-detection.yaml": "3f64f528ca3bfc1d7099db6823ed246b",
  "tenants/recommendation-engine.yaml": "83b073c14c33239d0b19f6cf9127abad",
};

/** A text without the first line that names its schema: the line depends on how the repository uses Tenantry. */
export function withoutSchema(text: string): string {
  return text.replace(/^# yaml-language-server: .*\n/, "");
}

/** Whether this is the sample platform, from which nothing can run on any cluster. */
export function isSample({ platform }: Pick<Inventory, "platform">): boolean {
  return platform.spec.repository.url === sampleRepository;
}

/** The names of the sample's tenants. */
export const sampleTenants: readonly string[] = Object.keys(sampleFiles).flatMap(
  (file) => /^tenants[/](.*)[.]yaml$/.exec(file)?.[1] ?? [],
);
