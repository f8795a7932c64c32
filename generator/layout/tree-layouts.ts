import type { MergedBase } from "../load/base.ts";

/**
 * The layout of the trees that an earlier version of Tenantry generated: the place, in such a tree, of the file or folder
 * that has this path now. The names of files in a folder are the same in all layouts.
 */
export type TreeLayout = (path: string) => string;

/**
 * Layouts of earlier versions, newest first. Checks that compare with the merged revision and `diff` read them, so that an
 * upgrade can move generated files. Version 0.1.0 has the current layout.
 */
export const earlierLayouts: readonly TreeLayout[] = [];

/** The merged revision, read with the paths of the current layout. */
export function mergedInCurrentLayout(base: MergedBase, layouts: readonly TreeLayout[] = earlierLayouts): MergedBase {
  return {
    ...base,
    read: async (path) => {
      for (const place of placesOf(path, layouts)) {
        const found = await base.read(place);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** The current path, and its places in the earlier layouts that have another one. */
export function placesOf(path: string, layouts: readonly TreeLayout[]): ReadonlySet<string> {
  return new Set([path, ...layouts.map((layout) => layout(path))]);
}
