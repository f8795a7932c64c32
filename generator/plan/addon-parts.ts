import { basename } from "node:path/posix";
import { addonApplications, isShareOf, renderedShares, retirablePart } from "../layout/addon-files.ts";
import type { Tree } from "../publish/tree.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { retireOrder, tenantsStage } from "../validate/addons/retire.ts";

/** The parts of an add-on that a tree contains, in the order in which they leave. */
export function addonPartsInTree(tree: Tree, cluster: string, { name, spec }: AddonEntry): readonly string[] {
  const files = [...tree.below(addonApplications(cluster, name))].map(({ file }) => basename(file));
  const parts = new Set(files.flatMap((file) => retirablePart(file) ?? []));
  const shares = [...tree.below(renderedShares(cluster))].some(({ file }) => isShareOf(spec, basename(file)));
  return retireOrder(spec).filter((part) => parts.has(part) || (part === tenantsStage && shares));
}
