import { UsageError } from "../diagnostics/usage-error.ts";
import { type EnvironmentFacts, packageEnvironment, readme, withPackageSchema } from "../init/repository-files.ts";
import { listText } from "../text/listed.ts";
import type { Checkout } from "./checkout.ts";
import type { FileChanges, RepositoryFiles } from "./repository.ts";

/**
 * Replaces a checkout of Tenantry with the package: the generator leaves the repository, and the workflows install the
 * package. Input files keep everything except the schema in their first line.
 * @param ids git's ids of the files and folders that the checkout lists. A missing one was removed.
 * @throws UsageError if a file or folder that the package replaces was changed.
 */
export function fromCheckout(
  { replaced, obsolete, version }: Checkout,
  ids: ReadonlyMap<string, string>,
  files: RepositoryFiles,
  facts: EnvironmentFacts,
  spec: string,
): FileChanges {
  const changed = Object.entries(replaced).flatMap(([path, id]) => ((ids.get(path) ?? id) === id ? [] : [path]));
  if (changed.length > 0)
    throw new UsageError(
      `${listText(changed, 5)}: changed since Tenantry ${version}, and the package has no such changes`,
      `To keep the changes, merge the tag of the new version instead of running upgrade. To drop them, restore these paths from the tag v${version}, and commit.`,
    );
  const inputs = ["platform/platform.yaml", ...files.below("tenants"), ...files.below("clusters")].filter(
    (file) => file.startsWith("platform/") || file.startsWith("tenants/") || file.endsWith("/cluster.yaml"),
  );
  const schemas = inputs.flatMap((file): readonly [string, string][] => {
    const text = files.read(file) ?? "";
    const after = withPackageSchema(text);
    return after === text ? [] : [[file, after]];
  });
  const gone = Object.entries(obsolete).flatMap(([path, id]) => (ids.get(path) === id ? [path] : []));
  return {
    writes: new Map([
      ...schemas,
      ...packageEnvironment(facts, spec),
      ...(gone.includes("README.md") ? ([["README.md", readme(facts)]] as const) : []),
    ]),
    removes: [...Object.keys(replaced), ...gone],
  };
}
