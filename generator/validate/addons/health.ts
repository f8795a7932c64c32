import type { ClusterEntry } from "../inventory.ts";

/** The health checks of the clusters' add-ons, as Argo CD names their kinds: `<group>_<Kind>`, or `<Kind>` of the core group. */
export function addonHealthChecks(clusters: readonly ClusterEntry[]): ReadonlyMap<string, string> {
  const checks = clusters.flatMap(({ addons }) => addons.flatMap(({ spec }) => Object.entries(spec.health)));
  return new Map(checks.map(([kind, text]) => [healthKey(kind), text]));
}

/** `<group>/<Kind>` as Argo CD writes it. */
export function healthKey(kind: string): string {
  return kind.replace("/", "_");
}
