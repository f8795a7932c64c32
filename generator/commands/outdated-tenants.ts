import { layoutOf } from "../gate/layout-of.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { generatedPath } from "../layout/paths.ts";
import { objectFile } from "../layout/unit-layout.ts";
import type { Tree } from "../publish/tree.ts";
import { render } from "../render/render.ts";
import type { Inventory } from "../validate/inventory.ts";
import type { CommandContext } from "./context.ts";
import { progressLine } from "./progress.ts";

/**
 * Returns the tenants whose generated objects in a tree differ from the build output of the same commit. The input files and
 * the generated files then disagree about what the tenant has.
 * @param trusted The repository that names the tools.
 */
export async function tenantsWithOutdatedFiles(
  root: string,
  trusted: string,
  inventory: Inventory,
  tree: Tree,
  names: readonly string[],
  context: CommandContext,
): Promise<readonly string[]> {
  const progress = progressLine(context);
  const { renderer } = openToolchain(root, { env: context.env, log: progress.log }, false, trusted);
  const stale = new Set<string>();
  for (const cluster of inventory.clusters)
    for (const tenant of cluster.tenants.filter(({ name }) => names.includes(name))) {
      const { overlays, objects } = layoutOf(inventory, { cluster, tenant });
      const rendering = await render(overlays, renderer);
      const wanted = new Map([
        ...rendering.overlays.flatMap((overlay) => overlay.objects.map(({ file, text }) => [file, text] as const)),
        ...objects.map(({ file, object }) => [file, objectFile(object)] as const),
      ]);
      const folders = new Set(overlays.map((overlay) => generatedPath(cluster.name, "rendered", overlay.folder)));
      const extra = [...folders].some((folder) => [...tree.below(folder)].some(({ file }) => !wanted.has(file)));
      const different = [...wanted].some(([file, text]) => tree.read(file) !== text);
      if (extra || different || rendering.diagnostics.length > 0) stale.add(tenant.name);
    }
  progress.clear();
  return [...stale].sort();
}
