import { UsageError } from "../diagnostics/usage-error.ts";
import {
  type EnvironmentFacts,
  gitAttributes,
  packageEnvironment,
  readme,
  withPackageSchema,
} from "../init/repository-files.ts";
import { listText } from "../text/listed.ts";
import type { Checkout } from "./checkout.ts";
import type { FileChanges, RepositoryFiles } from "./repository.ts";

/**
 * Replaces a checkout of Tenantry with the package: the generator leaves the repository, and the workflows install the
 * package. Input files keep everything except the schema in their first line.
 * @param target The package to pin, and its file in the repository if it has one.
 * @throws UsageError if a file or folder that the package replaces was changed.
 */
export function fromCheckout(
  { replaced, obsolete, version }: Checkout,
  { ids, changedFiles }: CheckoutState,
  files: RepositoryFiles,
  facts: EnvironmentFacts,
  target: { readonly spec: string; readonly file: string | undefined },
): CheckoutReplacement {
  const changed = Object.entries(replaced).flatMap(([path, id]) => ((ids.get(path) ?? id) === id ? [] : [path]));
  if (changed.length > 0)
    throw new UsageError(
      `changed since Tenantry ${version}: ${listText(
        changed.flatMap((path) => changedFiles.get(path) ?? [path]),
        5,
      )}`,
      `The package replaces these paths, and your changes of them would be lost. Restore the texts of Tenantry ${version}, and commit. After the upgrade, repeat the changes that you need in the new files.`,
    );
  const inputs = ["platform/platform.yaml", ...files.below("tenants"), ...files.below("clusters")].filter(
    (file) => file.startsWith("platform/") || file.startsWith("tenants/") || file.endsWith("/cluster.yaml"),
  );
  const schemas = inputs.flatMap((file): readonly [string, string][] => {
    const text = files.read(file) ?? "";
    const after = withPackageSchema(text);
    return after === text ? [] : [[file, after]];
  });
  const kept = Object.entries(obsolete).flatMap(([path, id]) => ((ids.get(path) ?? id) === id ? [] : [path]));
  const gone = Object.entries(obsolete).flatMap(([path, id]) => (ids.get(path) === id ? [path] : []));
  const environment = packageEnvironment(facts, target.spec);
  const own = [
    ...(gone.includes("README.md") ? ([["README.md", readme(facts)]] as const) : []),
    ...(gone.includes(".gitattributes") ? ([[".gitattributes", gitAttributes]] as const) : []),
  ];
  const written = new Set([
    ...environment.keys(),
    ...own.map(([file]) => file),
    ...(target.file === undefined ? [] : [target.file]),
    "package-lock.json",
  ]);
  const removed = [...Object.keys(replaced), ...gone].filter((path) => !written.has(path) && ids.has(path));
  return {
    changes: {
      writes: new Map([...schemas, ...environment, ...own]),
      removes: [...Object.keys(replaced), ...gone],
    },
    summaries: [
      "the package replaces the generator in this repository",
      `written: ${[...written].sort().join(", ")}`,
      ...(schemas.length === 0
        ? []
        : [
            `first line with the schema changed: ${listText(
              schemas.map(([file]) => file),
              10,
            )}`,
          ]),
      `removed: ${removed.sort().join(", ")}`,
      ...(kept.length === 0
        ? []
        : [`kept, because you changed them: ${kept.join(", ")}. They may describe the checkout`]),
    ],
  };
}

/** The files of a checkout in a repository. */
export interface CheckoutState {
  /** git's ids of the files and folders that the checkout lists. A missing one was removed. */
  readonly ids: ReadonlyMap<string, string>;
  /** The changed files of each changed folder, if git contains the original folder. */
  readonly changedFiles: ReadonlyMap<string, readonly string[]>;
}

/** The changes that replace a checkout, and their description for people. */
interface CheckoutReplacement {
  readonly changes: FileChanges;
  readonly summaries: readonly string[];
}
