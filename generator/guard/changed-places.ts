import { isDeepStrictEqual } from "node:util";
import type { Location } from "../diagnostics/diagnostic.ts";
import { locate } from "../load/locate.ts";
import type { Source } from "../load/source.ts";
import type { Inventory, Origin } from "../validate/inventory.ts";
import { isMap } from "../validate/merge.ts";

/** A parsed spec, with the origin of each of its parts. */
interface Entry {
  readonly spec: unknown;
  readonly at: (...path: readonly string[]) => Origin;
}

/**
 * The positions of the fields of an entry that differ from the base, in the order of `fields`.
 * @param fields As the reference names them: `network.external.<name>.cidrs`. All fields if omitted.
 * @param sources The input files after the change, by path.
 */
export function* changedPlaces(
  before: Entry | undefined,
  after: Entry,
  sources: ReadonlyMap<string, Source>,
  fields?: readonly string[],
): Iterable<Origin> {
  const changed = [...changedPaths(before?.spec ?? {}, after.spec)];
  const wanted =
    fields === undefined
      ? changed
      : [...fields, ...fields.flatMap(entryOf)]
          .map((field) => field.split("."))
          .flatMap((steps) => changed.filter((path) => isPartOf(path, steps)));
  for (const path of wanted) {
    const removed = before === undefined ? undefined : removedPlace(before.at(...path), sources);
    if (removed !== undefined) yield removed;
    yield after.at(...path);
  }
}

export function locationOf({ source, path }: Origin): Location {
  return locate(source, path, "key");
}

/** The input files of an inventory that contain specs, by path. */
export function specSources({ platform, clusters }: Inventory): ReadonlyMap<string, Source> {
  const origins = [platform, ...clusters, ...clusters.flatMap(({ tenants }) => tenants)].map((entry) => entry.at());
  return new Map(origins.map(({ source }) => [source.file, source]));
}

/** The position of a value that the base contains, if a file no longer contains it: a lower layer then sets the value. */
function removedPlace(before: Origin, sources: ReadonlyMap<string, Source>): Origin | undefined {
  const source = sources.get(before.source.file);
  const isGone =
    source !== undefined &&
    locate(before.source, before.path).nearby !== true &&
    locate(source, before.path).nearby === true;
  return isGone ? { source, path: before.path } : undefined;
}

/** The smallest fields that differ. A list counts as one field. */
function* changedPaths(before: unknown, after: unknown, path: readonly string[] = []): Iterable<readonly string[]> {
  if (isDeepStrictEqual(before, after)) return;
  if (!isMap(after) || Object.keys(after).length === 0 || (before !== undefined && !isMap(before))) return yield path;
  for (const key of new Set([...Object.keys(after), ...Object.keys(before ?? {})]))
    yield* changedPaths(before?.[key], after[key], [...path, key]);
}

/** The entry of a map that contains a field: `servers.<name>`. A new entry counts as a change of all its fields. */
function entryOf(field: string): readonly string[] {
  const end = field.lastIndexOf(".<name>.");
  return end < 0 ? [] : [field.slice(0, end + ".<name>".length)];
}

/** Whether a path is inside a field or contains it. */
function isPartOf(path: readonly string[], field: readonly string[]): boolean {
  return path.every((step, index) => {
    const name = field[index];
    return name === undefined || name === "<name>" || name === step;
  });
}
