import type { Path } from "../../load/source.ts";
import { isMap, type RawMap } from "../../validate/merge.ts";
import { listAt, textAt } from "../manifests/reading.ts";

/** Two pod specs merged into one, and the place where each part of it was written. */
export interface MergedPodSpec {
  readonly spec: RawMap;
  readonly placeOf: (path: Path) => Place;
}

interface Place {
  readonly side: "base" | "over";
  readonly path: Path;
}

/**
 * Merges a ServerConfig's pod spec and a Server's own as Seldon's operator does (2.9.1). Containers are merged by name, those
 * of `over` first. All other lists are concatenated. An empty value in `over` (false, 0, "") does not replace anything: a
 * Server cannot switch off a setting of its ServerConfig.
 */
export function mergePodSpecs(base: RawMap, over: RawMap): MergedPodSpec {
  const containers = containerPairs(base, over);
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

function containerPairs(base: RawMap, over: RawMap): readonly Pair[] {
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
  const [list, index, ...containerPath] = path;
  const pair = list === "containers" && typeof index === "number" ? containers[index] : undefined;
  if (pair === undefined) return descend(base, over, path, []);
  const place = descend(pair.base?.value, pair.over?.value, containerPath, []);
  const containerIndex = pair[place.side]?.index ?? 0;
  return { side: place.side, path: ["containers", containerIndex, ...place.path] };
}

/** Follows the path down both specs while both have it. A value that neither has belongs to the base. */
function descend(base: unknown, over: unknown, path: Path, above: Path): Place {
  const [step, ...below] = path;
  if (isAbsent(over))
    return { side: isAbsent(base) && above.length === 0 ? "over" : "base", path: [...above, ...path] };
  if (isAbsent(base)) return { side: "over", path: [...above, ...path] };
  if (step === undefined) return { side: isEmpty(over) ? "base" : "over", path: above };
  if (Array.isArray(base) && Array.isArray(over) && typeof step === "number")
    return step < base.length
      ? { side: "base", path: [...above, ...path] }
      : { side: "over", path: [...above, step - base.length, ...below] };
  if (isMap(base) && isMap(over)) return descend(base[step], over[step], below, [...above, step]);
  return { side: "over", path: [...above, ...path] };
}
