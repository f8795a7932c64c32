import type { Path } from "../../load/source.ts";
import { nanos, parseQuantity } from "../../models/quantity.ts";
import { mapAtPath, type RawMap, recordOf, valueAt } from "../../validate/merge.ts";

/** Objects are read as data of unknown shape. A value that is absent or of another type reads as empty or undefined. */

export function mapAt(data: unknown, ...path: Path): RawMap {
  return mapAtPath(data, path);
}

export function listAt(data: unknown, ...path: Path): readonly unknown[] {
  const found = valueAt(data, path);
  return Array.isArray(found) ? found : [];
}

export function textAt(data: unknown, ...path: Path): string | undefined {
  const found = valueAt(data, path);
  return typeof found === "string" ? found : undefined;
}

export function numberAt(data: unknown, ...path: Path): number | undefined {
  const found = valueAt(data, path);
  return typeof found === "number" ? found : undefined;
}

/** A Kubernetes quantity in billionths. Undefined if the value is not a quantity, or not in a supported form. */
export function amountAt(data: unknown, ...path: Path): bigint | undefined {
  const found = valueAt(data, path);
  const parsed = typeof found === "string" || typeof found === "number" ? parseQuantity(found) : undefined;
  return parsed === undefined ? undefined : nanos(parsed);
}

/** The texts of a list. Skips other values. */
export function textsAt(data: unknown, ...path: Path): readonly string[] {
  return listAt(data, ...path).filter((value) => typeof value === "string");
}

/** The texts of a map, by key. Skips other values. */
export function labelsAt(data: unknown, ...path: Path): Readonly<Record<string, string>> {
  const entries = Object.entries(mapAt(data, ...path)).filter(
    (candidate): candidate is [string, string] => typeof candidate[1] === "string",
  );
  return recordOf(entries);
}

/** A scalar as text, and an empty text for a map or list: `String()` fails for an object without a prototype. */
export function scalarText(value: unknown): string {
  return typeof value === "object" && value !== null ? "" : String(value);
}
