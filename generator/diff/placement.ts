import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { type Change, describeRef } from "../plan/change.ts";
import { isMap } from "../validate/merge.ts";
import { type DesiredState, renderedObjects } from "./desired-state.ts";
import type { Statement } from "./statement.ts";

/** Fields of a pod spec that determine its nodes and its priority. */
const fields: ReadonlySet<string> = new Set([
  "affinity",
  "nodeName",
  "nodeSelector",
  "priorityClassName",
  "runtimeClassName",
  "schedulerName",
  "tolerations",
]);

/** Kinds that contain pod specs. */
const holders = [
  "ServerConfig",
  "Server",
  "SeldonRuntime",
  "Deployment",
  "StatefulSet",
  "Pod",
  "Job",
  "CronJob",
  "DaemonSet",
];

/** New node placements of a tenant's pods on the same cluster. The quota limits the number of the pods. */
export function placementStatements(
  before: DesiredState,
  _: DesiredState,
  changes: readonly Change[],
): readonly Statement[] {
  const known = new Map<string, ReadonlySet<string>>();
  return changes.flatMap(({ cluster, tenant, ref, before: old, after: fresh }) => {
    const wanted = placements(fresh);
    if (wanted.size === 0) return [];
    const key = JSON.stringify([cluster, tenant]);
    const own = known.get(key) ?? placementsOf(renderedObjects(before, cluster, tenant, holders));
    known.set(key, own);
    const gained = [...wanted].filter((candidate) => !own.has(candidate) && !placements(old).has(candidate));
    if (gained.length === 0) return [];
    return [
      {
        topic: "nodes" as const,
        risk: "medium" as const,
        cluster,
        tenant,
        about: describeRef(ref),
        message: `can run on other nodes: ${gained.join("; ")}`,
        widens: true as const,
        headline: `runs ${tenant ?? describeRef(ref)} on other nodes`,
      },
    ];
  });
}

function placementsOf(objects: readonly KubernetesObject[]): ReadonlySet<string> {
  return new Set(objects.flatMap((object) => [...placements(object)]));
}

/** Kinds have pod specs at different paths, so fields with these names count at any depth. */
function placements(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (candidate: unknown): void => {
    if (Array.isArray(candidate)) for (const item of candidate) walk(item);
    if (!isMap(candidate)) return;
    for (const [key, inner] of Object.entries(candidate))
      if (fields.has(key)) found.add(`${key} ${JSON.stringify(inner)}`);
      else walk(inner);
  };
  walk(value);
  return found;
}
