import type { Manifest } from "../evaluate/manifests/manifest.ts";

/** A file with its objects. */
export type WrittenFile = readonly [file: string, manifests: readonly Manifest[]];

/**
 * Files whose objects form one manifest set. All files of a folder do, unless two of its folders contain the same object.
 * Those are two clusters or two environments, and each forms a separate manifest set.
 */
export function groupFiles(files: readonly WrittenFile[], depth = 0): readonly (readonly WrittenFile[])[] {
  if (files.length === 0) return [];
  const groups = [
    ...Map.groupBy(files, ([file]) =>
      file
        .split("/")
        .slice(0, -1)
        .slice(0, depth + 1)
        .join("/"),
    ).values(),
  ];
  const deepest = files.every(([file]) => file.split("/").length - 1 <= depth);
  if (deepest || !hasDuplicateObject(files)) return [files];
  return groups.flatMap((group) => groupFiles(group, depth + 1));
}

/** Whether one object is in two folders. */
function hasDuplicateObject(files: readonly WrittenFile[]): boolean {
  const folders = new Map<string, string>();
  for (const [file, manifests] of files) {
    const folder = file.slice(0, file.lastIndexOf("/") + 1);
    for (const { kind, namespace, name } of manifests) {
      const key = `${kind}/${namespace ?? ""}/${name}`;
      if ((folders.get(key) ?? folder) !== folder) return true;
      folders.set(key, folder);
    }
  }
  return false;
}
