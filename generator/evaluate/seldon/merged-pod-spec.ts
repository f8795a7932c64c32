import type { Path } from "../../load/source.ts";
import { isMap, type RawMap } from "../../validate/merge.ts";
import { listAt, textAt } from "../manifests/reading.ts";

/** Two pod specs as one, and where each part of it was written. */
export interface MergedPodSpec {
  readonly spec: RawMap;
  readonly placeOf: (path: Path) => Place;
}

interface Place {
  readonly side: "base" | "over";
  readonly path: Path;
}

/**
 * What Seldon's operator makes of a ServerConfig's pod spec and a Server's own (2.9.1). Containers are merged by name,
 * those of `over` first; every other list is the one after the other. What is empty in `over` (false, 0, "") does not
 * replace anything: nobody can switch off there what is on below.
 */
export function mergePodSpecs(base: RawMap, over: RawMap): MergedPodSpec {
  const containers = pairs(base, over);
  const merged = {
    ...mapOf(base, over),
    ...(containers.length === 0
      ? {}
      : { containers: containers.map((pair) => merge(pair.base?.value, pair.over?.value)) }),
  };
  return { spec: merged, placeOf: (path) => placeIn(base, over, containers, path) };
}

interface Entry {
  readonly value: unknown;
  readonly index: number;
}

interface Pair {
  readonly base?: Entry | undefined;
  readonly over?: Entry | undefined;
}

function pairs(base: RawMap, over: RawMap): readonly Pair[] {
  const below = listAt(base, "containers").map((value, index) => ({ value, index }));
  const above = listAt(over, "containers").map((value, index) => ({ value, index }));
  const byName = new Map(below.map((item) => [textAt(item.value, "name"), item]));
  const taken = new Set(above.map(({ value }) => textAt(value, "name")));
  return [
    ...above.map((item) => ({ base: byName.get(textAt(item.value, "name")), over: item })),
    ...below.filter(({ value }) => !taken.has(textAt(value, "name"))).map((item) => ({ base: item })),
  ];
}

function merge(base: unknown, over: unknown): unknown {
  if (isAbsent(over)) return base;
  if (isAbsent(base)) return over;
  if (Array.isArray(base) && Array.isArray(over)) return [...base, ...over];
  if (isMap(base) && isMap(over)) return mapOf(base, over);
  return isEmpty(over) ? base : over;
}

function mapOf(base: RawMap, over: RawMap): RawMap {
  const merged = new Map<string, unknown>(Object.entries(base));
  for (const [key, value] of Object.entries(over)) merged.set(key, merge(merged.get(key), value));
  return Object.fromEntries(merged);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isEmpty(value: unknown): boolean {
  return value === false || value === 0 || value === "";
}

function placeIn(base: RawMap, over: RawMap, containers: readonly Pair[], path: Path): Place {
  const [list, index, ...rest] = path;
  const pair = list === "containers" && typeof index === "number" ? containers[index] : undefined;
  if (pair === undefined) return descend(base, over, path, []);
  const found = descend(pair.base?.value, pair.over?.value, rest, []);
  const own = pair[found.side]?.index ?? 0;
  return { side: found.side, path: ["containers", own, ...found.path] };
}

/** Down both as long as both have what the path names; what neither has would be added to the base. */
function descend(base: unknown, over: unknown, path: Path, above: Path): Place {
  const [step, ...rest] = path;
  if (isAbsent(over))
    return { side: isAbsent(base) && above.length === 0 ? "over" : "base", path: [...above, ...path] };
  if (isAbsent(base)) return { side: "over", path: [...above, ...path] };
  if (step === undefined) return { side: isEmpty(over) ? "base" : "over", path: above };
  if (Array.isArray(base) && Array.isArray(over) && typeof step === "number")
    return step < base.length
      ? { side: "base", path: [...above, ...path] }
      : { side: "over", path: [...above, step - base.length, ...rest] };
  if (isMap(base) && isMap(over)) return descend(base[step], over[step], rest, [...above, step]);
  return { side: "over", path: [...above, ...path] };
}
