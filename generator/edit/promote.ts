import { isDeepStrictEqual } from "node:util";
import { UsageError } from "../diagnostics/usage-error.ts";
import { mapAt } from "../evaluate/manifests/reading.ts";
import type { FieldChange } from "../plan/fields.ts";
import { isMap, merge, type RawMap, valueAt } from "../validate/merge.ts";
import { type Assignment, putValue } from "./edit-text.ts";

/**
 * What of a tenant is proven by running: its models' artifacts, and what is made of them. How many of them run, with how much
 * memory and on which Server, and which share of traffic each gets, is each cluster's own: that comes where it is named.
 */
const sections = ["models", "pipelines"] as const;
const own = new Set(["memory", "replicas", "minReplicas", "maxReplicas", "server"]);

/** Paths of the spec that differ between two clusters in what is proven by running. */
export function promotedPaths(data: unknown, from: string, to: string): readonly (readonly string[])[] {
  const [there, here] = [effectiveValue(data, from), effectiveValue(data, to)];
  return sections.flatMap((section) => {
    const [old, fresh] = [mapAt(here, section), mapAt(there, section)];
    return [...new Set([...Object.keys(old), ...Object.keys(fresh)])].flatMap((name): readonly string[][] => {
      const [was, is] = [old[name], fresh[name]];
      if (!isMap(was) || !isMap(is)) return isDeepStrictEqual(was, is) ? [] : [[section, name]];
      const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((field) => !own.has(field));
      return fields.filter((field) => !isDeepStrictEqual(was[field], is[field])).map((field) => [section, name, field]);
    });
  });
}

/** What of the models one cluster has otherwise than another one, and a promotion leaves to each: `models.churn.memory`. */
export function fieldsLeftToEachCluster(data: unknown, from: string, to: string): readonly FieldChange[] {
  const [there, here] = [effectiveValue(data, from), effectiveValue(data, to)].map((spec) => mapAt(spec, "models"));
  return Object.keys(here ?? {}).flatMap((name) =>
    [...own].flatMap((field): readonly FieldChange[] => {
      const [before, after] = [valueAt(here, [name, field]), valueAt(there, [name, field])];
      const both = isMap(here?.[name]) && isMap(there?.[name]);
      return both && !isDeepStrictEqual(before, after) ? [{ path: `models.${name}.${field}`, before, after }] : [];
    }),
  );
}

/**
 * Edits of a tenant's file after which a cluster has at these paths what another one has, and no other cluster anything
 * else. Of the ways that do it the first: the cluster's own override goes; what is proven becomes the tenant's own; the
 * cluster gets an override.
 * @throws UsageError where a path leads below something that an override replaces or takes away as a whole.
 */
export function promotion(
  data: unknown,
  from: string,
  to: string,
  paths: readonly (readonly string[])[],
): readonly Assignment[] {
  const edits: Assignment[] = [];
  let state = data;
  for (const path of paths) {
    const target = valueAt(effectiveValue(state, from), path);
    if (isDeepStrictEqual(valueAt(effectiveValue(state, to), path), target)) continue;
    const now = state;
    // As it is laid out where it was proven, in the same order.
    const like = ["spec", "clusters", from, ...path];
    const layout = (value: unknown): Pick<Assignment, "like"> =>
      JSON.stringify(valueAt(now, like)) === JSON.stringify(value) ? { like } : {};
    const override = (cluster: string, value: unknown): Assignment => {
      const whole = ["spec", "clusters", cluster, ...path];
      return { path: value === undefined ? emptied(now, whole) : whole, value, ...layout(value) };
    };
    const base: Assignment = { path: ["spec", ...path], value: target, ...layout(target) };
    const ways: readonly (readonly Assignment[])[] = [
      [override(to, undefined)],
      [base, override(to, undefined), override(from, undefined)],
      [base, override(to, undefined)],
      [override(to, overrideFor(valueAt(state, ["spec", ...path]), target))],
    ];
    const way = ways.find((candidate) => holds(state, apply(state, candidate), to, path, target));
    if (way === undefined)
      throw new UsageError(
        `${path.join(".")} cannot be promoted by itself: ${to} or ${from} replaces what it is part of`,
        `Name that: ${path.slice(0, -1).join(".")}`,
      );
    const needed = way.filter((assignment) => !isDeepStrictEqual(apply(state, [assignment]), state));
    edits.push(...needed);
    state = apply(state, needed);
  }
  return edits;
}

/** Of an override that goes, and of what would be empty without it, the outermost: but the cluster itself stays. */
function emptied(data: unknown, path: readonly string[]): readonly string[] {
  const above = path.slice(0, -1);
  const alone = Object.keys(mapAt(data, ...above)).every((key) => key === path.at(-1));
  return above.length > 3 && alone ? emptied(data, above) : path;
}

function holds(before: unknown, after: unknown, to: string, path: readonly string[], target: unknown): boolean {
  const clusters = Object.keys(mapAt(before, "spec", "clusters"));
  return clusters.every((cluster) => {
    const [old, fresh] = [effectiveValue(before, cluster), effectiveValue(after, cluster)];
    if (cluster !== to) return isDeepStrictEqual(fresh, old);
    const wanted = putValue(old, path, target);
    return isMap(wanted) && isDeepStrictEqual(fresh, withoutEmptySections(wanted));
  });
}

function apply(data: unknown, edits: readonly Assignment[]): unknown {
  return edits.reduce((state, { path, value }) => putValue(state, path, value), data);
}

/**
 * A cluster's spec as it is merged, before anything is defaulted. A section that is empty is none at all; further down an
 * empty map says something: a pipeline's step may be no more than its name.
 */
export function effectiveValue(data: unknown, cluster: string): RawMap {
  const { clusters: _, ...spec } = mapAt(data, "spec");
  return withoutEmptySections(merge(spec, mapAt(data, "spec", "clusters", cluster)));
}

function withoutEmptySections(spec: RawMap): RawMap {
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => !isMap(value) || Object.keys(value).length > 0));
}

/** What has to be laid over a value for another one to come of it. */
function overrideFor(base: unknown, target: unknown): unknown {
  if (target === undefined) return null;
  if (!isMap(base) || !isMap(target)) return target;
  const differing = [...new Set([...Object.keys(base), ...Object.keys(target)])].filter(
    (key) => !isDeepStrictEqual(base[key], target[key]),
  );
  return Object.fromEntries(differing.map((key) => [key, overrideFor(base[key], target[key])]));
}
