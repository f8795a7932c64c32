import { z } from "zod";
import type { Path } from "../../load/source.ts";
import { isMap, merge, type RawMap } from "../merge.ts";

/** The types of values of a chart. Below `map`, every key is allowed. */
const valueTypes = ["text", "number", "boolean", "list", "map", "any"] as const;

/** The keys of a chart's values: a map for a closed map, and a type for everything else. */
export const ValueKeys = z.record(z.string(), z.unknown()).superRefine((keys, context) => {
  for (const { path, message } of faultsOf(keys, []))
    context.addIssue({
      code: "custom",
      path: [...path],
      message,
      params: { hint: `Types: ${valueTypes.join(", ")}.` },
    });
});

function* faultsOf(keys: RawMap, above: Path): Iterable<{ readonly path: Path; readonly message: string }> {
  for (const [key, rule] of Object.entries(keys)) {
    const path = [...above, key];
    if (isMap(rule)) yield* faultsOf(rule, path);
    else if (typesOf(rule).length === 0) yield { path, message: "it must be a type, or a map of keys" };
  }
}

/** The types that a rule names. Empty if it is not a rule. */
function typesOf(rule: unknown): readonly string[] {
  const types = typeof rule === "string" ? rule.split(" or ") : [];
  return types.every((type) => valueTypes.some((known) => known === type)) ? types : [];
}

/** All keys of a chart. A key of the second map replaces the same key of the first. */
export function allKeys(values: RawMap, further: RawMap): RawMap {
  return merge(values, further);
}

/** A value that the chart does not read, or that has another type than the chart reads. */
export type ValueFault =
  | {
      readonly path: Path;
      readonly fault: "unknown";
      readonly siblings: readonly string[];
      readonly elsewhere?: string;
    }
  | { readonly path: Path; readonly fault: "type"; readonly expected: string; readonly actual: string };

/** Compares values with the keys of their chart. A null removes a default of the chart, so it is allowed for every key. */
export function valueFaults(values: RawMap, keys: RawMap): readonly ValueFault[] {
  return [...faultsBelow(values, keys, [], keys)];
}

function* faultsBelow(values: RawMap, rules: RawMap, above: Path, all: RawMap): Iterable<ValueFault> {
  for (const [key, value] of Object.entries(values)) {
    const path = [...above, key];
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (rule === undefined) {
      const elsewhere = pathOfKey(all, key);
      yield { path, fault: "unknown", siblings: Object.keys(rules), ...(elsewhere && { elsewhere }) };
    } else if (value !== null) yield* faultsOfValue(value, rule, path, all);
  }
}

function* faultsOfValue(value: unknown, rule: unknown, path: Path, all: RawMap): Iterable<ValueFault> {
  const actual = typeOf(value);
  if (isMap(rule)) {
    if (isMap(value)) yield* faultsBelow(value, rule, path, all);
    else yield { path, fault: "type", expected: "map", actual };
    return;
  }
  const types = typesOf(rule);
  if (types.includes("any") || types.includes(actual)) return;
  yield { path, fault: "type", expected: types.join(" or "), actual };
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  if (isMap(value)) return "map";
  return typeof value === "string" ? "text" : typeof value;
}

/** The path of the only key with this name, if there is exactly one. */
function pathOfKey(keys: RawMap, wanted: string): string | undefined {
  const found = [...keyPaths(keys)].filter((path) => path.at(-1) === wanted);
  return found.length === 1 ? found[0]?.join(".") : undefined;
}

/** The paths of all keys, also of those that contain keys. */
export function* keyPaths(keys: RawMap, above: readonly string[] = []): Iterable<readonly string[]> {
  for (const [key, rule] of Object.entries(keys)) {
    const path = [...above, key];
    yield path;
    if (isMap(rule)) yield* keyPaths(rule, path);
  }
}
