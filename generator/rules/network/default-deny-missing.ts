import type { Location, Related } from "../../diagnostics/diagnostic.ts";
import { isUnit, podsIn } from "../../evaluate/manifests/known-pods.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import type { PodSource } from "../../evaluate/manifests/pods.ts";
import { listAt, mapAt } from "../../evaluate/manifests/reading.ts";
import { type NetworkPolicyRules, networkPolicies } from "../../evaluate/network/policy.ts";
import { ciliumPolicyKind, networkPolicyKind } from "../../models/kinds.ts";
import { selects } from "../../validate/label-selector.ts";
import { isMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

export const networkDefaultDenyMissing = defineRule({
  code: "network/default-deny-missing",
  severity: "error",
  inFolder: "warning",
  over: "manifest set",
  summary: "A namespace has no default-deny policy, so a pod that no policy selects allows every connection.",
  docs: {
    why: "A pod allows all ingress until a policy with the type Ingress selects the pod, and all egress until a policy with the type Egress selects the pod. A policy that selects pods by labels misses every pod with a missing or misspelled label, including pods that are added later. Kubernetes does not report pods that no policy selects, because an open connection is not an error.",
    invalid: `
apiVersion: v1
kind: Namespace
metadata: { name: churn }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: churn, namespace: churn }
spec:
  podSelector: { matchLabels: { app.kubernetes.io/part-of: churn } }
  policyTypes: [Ingress, Egress]
`,
    valid: `
apiVersion: v1
kind: Namespace
metadata: { name: churn }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
`,
    fix: "Add a policy with podSelector: {}, policyTypes: [Ingress, Egress] and no rules. Open the needed flows with additional policies.",
  },
  *check(manifestSet) {
    const policies = Map.groupBy(
      networkPolicies(manifestSet.of(networkPolicyKind, ciliumPolicyKind).map(({ object }) => object)),
      ({ namespace }) => namespace,
    );
    for (const namespace of namespacesToClose(manifestSet, policies)) {
      const policiesHere = policies.get(namespace) ?? [];
      const open = directions.filter(
        (direction) => !policiesHere.some((policy) => policy.closes[direction] && selectsAllPods(policy.selector)),
      );
      if (open.length === 0) continue;
      const pods = podsIn(manifestSet, namespace);
      const bare = pods.filter(({ labels }) =>
        open.some(
          (direction) => !policiesHere.some((policy) => policy.closes[direction] && selects(policy.selector, labels)),
        ),
      );
      const at = placeOf(manifestSet, namespace, pods);
      if (at === undefined) continue;
      yield {
        at,
        message: `missing default-deny policy for ${open.join(" and ")} in ${namespace}${consequence(pods, bare)}`,
        hint: "To close both directions, add one policy with podSelector: {}, policyTypes: [Ingress, Egress] and no rules.",
        related: related(bare),
      };
    }
  },
});

const directions = ["ingress", "egress"] as const;

/**
 * A tenant's namespace, or those of the add-ons and those in which the manifest set creates pods. In a hand-written folder only a namespace
 * for which the folder has policies, or has the Namespace and is not partial. For other namespaces, the policies may come
 * from another repository, or there are none at all.
 */
function namespacesToClose(
  manifestSet: ManifestSet,
  policies: ReadonlyMap<string, readonly NetworkPolicyRules[]>,
): readonly string[] {
  const { tenant, cluster } = manifestSet.context;
  const withPods = [...new Set(manifestSet.pods().map(({ namespace }) => namespace))].sort();
  if (isUnit(manifestSet)) {
    // The charts of add-ons create their pods.
    const ofAddons = (cluster?.addons ?? []).flatMap(({ spec }) => Object.keys(spec.namespaces));
    return tenant === undefined ? [...new Set([...withPods, ...ofAddons])].sort() : [tenant.name];
  }
  return withPods.filter(
    (name) =>
      policies.has(name) || (!manifestSet.isPartial && manifestSet.named("Namespace", undefined, name) !== undefined),
  );
}

function selectsAllPods(selector: unknown): boolean {
  return (
    isMap(selector) &&
    Object.keys(mapAt(selector, "matchLabels")).length === 0 &&
    listAt(selector, "matchExpressions").length === 0
  );
}

function placeOf(manifestSet: ManifestSet, namespace: string, pods: readonly PodSource[]): Location | undefined {
  const declared = manifestSet.named("Namespace", undefined, namespace);
  if (declared !== undefined) return declared.at(["metadata", "name"], "value");
  const own = manifestSet
    .of(networkPolicyKind, ciliumPolicyKind)
    .find((manifest) => (manifest.namespace ?? "") === namespace);
  return (own ?? pods[0]?.by ?? manifestSet.manifests[0])?.at(["metadata", "name"], "value");
}

function consequence(pods: readonly PodSource[], bare: readonly PodSource[]): string {
  if (pods.length === 0) return "";
  if (bare.length === 0) return ": pods that are added later are open";
  return `: ${bare.length === pods.length ? "all" : `${bare.length} of the ${pods.length}`} pods are open`;
}

function related(bare: readonly PodSource[]): readonly Related[] {
  const makers = [...new Set(bare.map(({ by }) => by))];
  return makers.slice(0, 5).map((by) => ({
    at: by.at(["metadata", "name"], "value"),
    message: `no policy closes the pods of ${by.object.kind} ${by.name}`,
  }));
}
