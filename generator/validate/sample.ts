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
  "clusters/staging/cluster.yaml": "33f9be360e0c649f1013545b0cce48b9",
  "tenants/churn.yaml": "60158d66e824057e57e14ea52aa98be0",
  "tenants/fraud-detection.yaml": "884c66b9aadb443ccc0729d500654b62",
  "tenants/recommendation-engine.yaml": "679df1cc1102b51fbbb9b7c7cac7f637",
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
