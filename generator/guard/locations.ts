import { isDeepStrictEqual } from "node:util";
import type { Location } from "../diagnostics/diagnostic.ts";
import { locate } from "../load/locate.ts";
import type { TenantEntry } from "../validate/inventory.ts";
import { isMap } from "../validate/merge.ts";

/**
 * The position, in a tenant's file, of the first of these fields that differs from the base. Undefined if none differs.
 * @param fields As the reference names them: `network.external.<name>.cidrs`.
 */
export function changedLocation(
  before: TenantEntry | undefined,
  after: TenantEntry,
  fields: readonly string[],
): Location | undefined {
  const changed = [...changedPaths(before?.spec ?? {}, after.spec)];
  const [path] = fields
    .map((field) => field.split("."))
    .flatMap((steps) => changed.filter((changedPath) => isPartOf(changedPath, steps)));
  if (path === undefined) return undefined;
  const { source, path: written } = after.at(...path);
  return locate(source, written, "key");
}

/** The smallest fields that differ. A list counts as one field. */
function* changedPaths(before: unknown, after: unknown, path: readonly string[] = []): Iterable<readonly string[]> {
  if (isDeepStrictEqual(before, after)) return;
  if (!isMap(after) || Object.keys(after).length === 0 || (before !== undefined && !isMap(before))) return yield path;
  for (const key of new Set([...Object.keys(after), ...Object.keys(before ?? {})]))
    yield* changedPaths(before?.[key], after[key], [...path, key]);
}

/** Whether a path is inside a field or contains it. */
function isPartOf(path: readonly string[], field: readonly string[]): boolean {
  return path.every((step, index) => {
    const name = field[index];
    return name === undefined || name === "<name>" || name === step;
  });
}
