import type { Inventory } from "../validate/inventory.ts";
import { type Change, describeRef } from "./change.ts";
import { application, claim, limitRange, namespace, policy, quota } from "./cluster-effects.ts";
import type { Effect, Rule } from "./effect.ts";
import { experiment, model, pipeline, seldonRuntime, server, serverConfig } from "./serving-effects.ts";

/** By kind; a kind that is not here does nothing but what its change says. */
const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["Server", server],
  ["ServerConfig", serverConfig],
  ["SeldonRuntime", seldonRuntime],
  ["Model", model],
  ["Pipeline", pipeline],
  ["Experiment", experiment],
  ["Application", application],
  ["Namespace", namespace],
  ["ResourceQuota", quota],
  ["LimitRange", limitRange],
  ["PersistentVolumeClaim", claim],
  ["NetworkPolicy", policy],
  ["CiliumNetworkPolicy", policy],
]);

export function effectsOf(changes: readonly Change[], inventory: Inventory): readonly Effect[] {
  const several = new Set(changes.map((change) => change.cluster)).size > 1;
  return changes.flatMap((change) => {
    const cluster = inventory.clusters.find(({ name }) => name === change.cluster);
    const rule = rules.get(change.ref.kind);
    if (cluster === undefined || rule === undefined) return [];
    return rule(change, { inventory, cluster, changes }).map((effect) => ({
      about: `${describeRef(change.ref)}${several ? ` on ${change.cluster}` : ""}`,
      kind: change.ref.kind,
      cluster: change.cluster,
      tenant: change.tenant,
      ...effect,
    }));
  });
}
