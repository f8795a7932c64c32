import { isDeepStrictEqual } from "node:util";
import { UsageError } from "../diagnostics/usage-error.ts";
import { mapAt } from "../evaluate/manifests/reading.ts";
import type { FieldChange } from "../plan/fields.ts";
import { isMap, merge, type RawMap, valueAt } from "../validate/merge.ts";
import { placementFields } from "../validate/tenant.ts";
import { type Assignment, putValue } from "./edit-text.ts";

/**
 * The parts of a tenant that running on a cluster proves: its models' artifacts, and the pipelines made of them. Replicas,
 * memory, the Server and the share of traffic belong to each cluster and are promoted only when they are named.
 */
const sections = ["models", "pipelines"] as const;
const fieldsOfCluster = new Set(["memory", "replicas", "minReplicas", "maxReplicas", "server"]);

/** The clusters of a tenant, each with the groups whose overrides it gets, in the order in which they apply. */
export type GroupsByCluster = ReadonlyMap<string, readonly string[]>;

/** Paths in the proven parts of the spec that differ between two clusters. */
export function promotedPaths(
  data: unknown,
  groups: GroupsByCluster,
  from: string,
  to: string,
): readonly (readonly string[])[] {
  const [source, target] = [effectiveValue(data, groups, from), effectiveValue(data, groups, to)];
  return sections.flatMap((section) => {
    const [old, proven] = [mapAt(target, section), mapAt(source, section)];
    return [...new Set([...Object.keys(old), ...Object.keys(proven)])].flatMap((name): readonly string[][] => {
      const [before, after] = [old[name], proven[name]];
      if (!isMap(before) || !isMap(after)) return isDeepStrictEqual(before, after) ? [] : [[section, name]];
      const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
      return fields
        .filter((field) => !fieldsOfCluster.has(field) && !isDeepStrictEqual(before[field], after[field]))
        .map((field) => [section, name, field]);
    });
  });
}

/** Fields of models that differ between two clusters and that a promotion does not change: `models.churn.memory`. */
export function fieldsLeftToEachCluster(
  data: unknown,
  groups: GroupsByCluster,
  from: string,
  to: string,
): readonly FieldChange[] {
  const [source, target] = [effectiveValue(data, groups, from), effectiveValue(data, groups, to)].map((spec) =>
    mapAt(spec, "models"),
  );
  return Object.keys(target ?? {}).flatMap((name) =>
    [...fieldsOfCluster].flatMap((field): readonly FieldChange[] => {
      const [before, after] = [valueAt(target, [name, field]), valueAt(source, [name, field])];
      const both = isMap(target?.[name]) && isMap(source?.[name]);
      return both && !isDeepStrictEqual(before, after) ? [{ path: `models.${name}.${field}`, before, after }] : [];
    }),
  );
}

/**
 * Edits of a tenant's file that give a cluster the values of another cluster at these paths, and change no other cluster.
 * The first of these that works: remove the cluster's override, move the proven value to the spec, or add an override
 * for the cluster.
 * @throws UsageError if a path is below a value that an override replaces or removes as a whole.
 */
export function promotion(
  data: unknown,
  groups: GroupsByCluster,
  from: string,
  to: string,
  paths: readonly (readonly string[])[],
): readonly Assignment[] {
  const edits: Assignment[] = [];
  let state = data;
  for (const path of paths) {
    const target = valueAt(effectiveValue(state, groups, from), path);
    if (isDeepStrictEqual(valueAt(effectiveValue(state, groups, to), path), target)) continue;
    const now = state;
    // The layout and the order are copied from the cluster that proved the value.
    const like = ["spec", "clusters", from, ...path];
    const layout = (value: unknown): Pick<Assignment, "layoutFrom"> =>
      JSON.stringify(valueAt(now, like)) === JSON.stringify(value) ? { layoutFrom: like } : {};
    const override = (cluster: string, value: unknown): Assignment => {
      const whole = ["spec", "clusters", cluster, ...path];
      return { path: value === undefined ? emptiedPath(now, whole) : whole, value, ...layout(value) };
    };
    const base: Assignment = { path: ["spec", ...path], value: target, ...layout(target) };
    const candidates: readonly (readonly Assignment[])[] = [
      [override(to, undefined)],
      [base, override(to, undefined), override(from, undefined)],
      [base, override(to, undefined)],
      [override(to, overrideFor(valueAt(state, ["spec", ...path]), target))],
    ];
    const chosen = candidates.find((candidate) =>
      promotesOnly(state, apply(state, candidate), groups, to, path, target),
    );
    if (chosen === undefined)
      throw new UsageError(
        `${path.join(".")} cannot be promoted alone: ${to} or ${from} replaces the value that contains it`,
        `Promote ${path.slice(0, -1).join(".")} instead.`,
      );
    const needed = chosen.filter((assignment) => !isDeepStrictEqual(apply(state, [assignment]), state));
    edits.push(...needed);
    state = apply(state, needed);
  }
  return edits;
}

/** The path to remove: the outermost map that would be empty without this override. The cluster's entry itself stays. */
function emptiedPath(data: unknown, path: readonly string[]): readonly string[] {
  const above = path.slice(0, -1);
  const alone = Object.keys(mapAt(data, ...above)).every((key) => key === path.at(-1));
  return above.length > 3 && alone ? emptiedPath(data, above) : path;
}

/** Whether a cluster has the value at a path after the edits, and all other clusters are unchanged. */
function promotesOnly(
  before: unknown,
  after: unknown,
  groups: GroupsByCluster,
  to: string,
  path: readonly string[],
  target: unknown,
): boolean {
  return [...groups.keys()].every((cluster) => {
    const [oldSpec, newSpec] = [effectiveValue(before, groups, cluster), effectiveValue(after, groups, cluster)];
    if (cluster !== to) return isDeepStrictEqual(newSpec, oldSpec);
    const wanted = putValue(oldSpec, path, target);
    return isMap(wanted) && isDeepStrictEqual(newSpec, withoutEmptySections(wanted));
  });
}

function apply(data: unknown, edits: readonly Assignment[]): unknown {
  return edits.reduce((state, { path, value }) => putValue(state, path, value), data);
}

/**
 * A cluster's merged spec, without the platform's defaults. An empty section is the same as a missing one. Further down an
 * empty map has a meaning: a pipeline's step may consist of its name only.
 */
export function effectiveValue(data: unknown, groups: GroupsByCluster, cluster: string): RawMap {
  const spec = Object.entries(mapAt(data, "spec")).filter(([key]) => !placementFields.some((field) => field === key));
  const overrides = [
    ...(groups.get(cluster) ?? []).map((group) => mapAt(data, "spec", "clusterGroups", group)),
    mapAt(data, "spec", "clusters", cluster),
  ];
  return withoutEmptySections(
    overrides.reduce<RawMap>((merged, override) => merge(merged, override), Object.fromEntries(spec)),
  );
}

function withoutEmptySections(spec: RawMap): RawMap {
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => !isMap(value) || Object.keys(value).length > 0));
}

/** The override that turns one value into another when it is merged. */
function overrideFor(base: unknown, target: unknown): unknown {
  if (target === undefined) return null;
  if (!isMap(base) || !isMap(target)) return target;
  const differing = [...new Set([...Object.keys(base), ...Object.keys(target)])].filter(
    (key) => !isDeepStrictEqual(base[key], target[key]),
  );
  return Object.fromEntries(differing.map((key) => [key, overrideFor(base[key], target[key])]));
}
