import { kubectlForClusters } from "../layout/kubectl-context.ts";
import type { Inventory } from "../validate/inventory.ts";
import { applicationEffects } from "./application-effects.ts";
import { type Change, describeRef } from "./change.ts";
import { claimEffects, limitRangeEffects, namespaceEffects, policyEffects, quotaEffects } from "./cluster-effects.ts";
import type { Effect, EffectRule } from "./effect.ts";
import { certificateEffects, gatewayEffects, routeEffects } from "./route-effects.ts";
import { seldonRuntimeEffects } from "./runtime-effects.ts";
import {
  experimentEffects,
  modelEffects,
  pipelineEffects,
  serverConfigEffects,
  serverEffects,
} from "./serving-effects.ts";

/** Rules by kind. A kind without a rule has no effect beyond its change. */
const rules: ReadonlyMap<string, EffectRule> = new Map<string, EffectRule>([
  ["Server", serverEffects],
  ["ServerConfig", serverConfigEffects],
  ["SeldonRuntime", seldonRuntimeEffects],
  ["Model", modelEffects],
  ["Pipeline", pipelineEffects],
  ["Experiment", experimentEffects],
  ["Application", applicationEffects],
  ["Namespace", namespaceEffects],
  ["ResourceQuota", quotaEffects],
  ["LimitRange", limitRangeEffects],
  ["PersistentVolumeClaim", claimEffects],
  ["Certificate", certificateEffects],
  ["Gateway", gatewayEffects],
  ["GRPCRoute", routeEffects],
  ["HTTPRoute", routeEffects],
  ["Ingress", routeEffects],
  ["VirtualService", routeEffects],
  ["NetworkPolicy", policyEffects],
  ["CiliumNetworkPolicy", policyEffects],
]);

export function effectsOf(changes: readonly Change[], inventory: Inventory): readonly Effect[] {
  const several = new Set(changes.flatMap(({ cluster, hub }) => (hub === undefined ? [cluster] : []))).size > 1;
  return changes.flatMap((change) => {
    const cluster = inventory.clusters.find(({ name }) => name === change.cluster);
    const rule = rules.get(change.ref.kind);
    if (cluster === undefined || rule === undefined) return [];
    return rule(change, { inventory, cluster, changes }).map(({ command, ...effect }) => ({
      about: `${describeRef(change.ref)}${several ? ` on ${change.cluster}` : ""}`,
      kind: change.ref.kind,
      cluster: change.cluster,
      tenant: change.tenant,
      ...effect,
      ...(command === undefined ? {} : { command: `${kubectlForClusters([cluster])} ${command}` }),
    }));
  });
}
