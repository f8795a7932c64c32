import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { healthKey } from "../addons/health.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { findingAt, type Inventory } from "../inventory.ts";

/** Each kind has one health check: in platform/argo-cd/health/, or in one add-on of the clusters that an Argo CD syncs. */
export function* addonHealthReferences({ clusters, healthChecks }: Inventory): Iterable<Diagnostic> {
  const checks = new Map<string, AddonEntry>();
  for (const { name: cluster, addons, spec } of clusters)
    for (const addon of addons)
      for (const [kind, text] of Object.entries(addon.spec.health)) {
        const file = healthChecks.get(healthKey(kind))?.file;
        const key = `${spec.argoCD.hub ?? cluster} ${kind}`;
        const first = checks.get(key);
        const differs = first !== undefined && first.spec.health[kind] !== text;
        const other = file ?? (differs ? `add-on ${first.name}` : undefined);
        checks.set(key, first ?? addon);
        if (other === undefined) continue;
        const message = codes["addons/health"].messages.twice(kind, addon.name, other);
        yield findingAt(addon.at("health", kind), "addons/health", message, undefined, "key");
      }
}
