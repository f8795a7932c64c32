import { clustersIn, objectFolders } from "../layout/paths.ts";
import { earlierLayouts, placesOf, type TreeLayout } from "../layout/tree-layouts.ts";
import type { GitBlob, Revision } from "../load/revision.ts";
import { byFolder, diskTree, type Tree } from "./tree.ts";

/** The generated files of a commit. Files that do not differ on disk are read from disk. */
export async function revisionTree(root: string, revision: Revision): Promise<Tree> {
  const [files, differing] = await Promise.all([
    revision.files(...objectFolders),
    revision.differing(...objectFolders),
  ]);
  const regular = new Map<string, GitBlob>([...files].filter(([, { kind }]) => kind === "file"));
  const texts = await revision.texts(new Map([...regular].filter(([file]) => differing.has(file))));
  const disk = diskTree(root);
  const below = byFolder(files.keys());
  return {
    read: (file) => {
      if (!files.has(file)) return undefined;
      if (!regular.has(file)) return "";
      return differing.has(file) ? (texts.get(file) ?? "") : disk.read(file);
    },
    below: function* (folder) {
      for (const file of below.get(folder) ?? []) yield { file, regular: regular.has(file) };
    },
    clusters: () => clustersIn(files.keys()),
  };
}

/** The tree of a revision with the paths of the current layout. */
export function treeInCurrentLayout(tree: Tree, layouts: readonly TreeLayout[] = earlierLayouts): Tree {
  return {
    ...tree,
    read: (file) => {
      for (const place of placesOf(file, layouts)) {
        const found = tree.read(place);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    below: function* (folder) {
      for (const place of placesOf(folder, layouts))
        for (const item of tree.below(place)) yield { ...item, file: `${folder}${item.file.slice(place.length)}` };
    },
  };
}
