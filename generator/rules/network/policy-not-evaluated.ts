import { unevaluatedKinds, unevaluatedPart } from "../../evaluate/network/unevaluated.ts";
import { ciliumPolicyKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const networkPolicyNotEvaluated = defineRule({
  code: "network/policy-not-evaluated",
  severity: "error",
  inFolder: "not checked",
  over: "object",
  kinds: [ciliumPolicyKind, ...unevaluatedKinds],
  summary: "A policy has a kind or a field that the connection checks do not evaluate.",
  docs: {
    why: "Tenantry checks that tenants are isolated and that every needed flow is open. The connection checks evaluate only NetworkPolicies, and CiliumNetworkPolicies that only open ports to or from the API server, the pod's own node and other nodes. If another kind of policy opens a connection between tenants, the connection checks do not find the connection.",
    invalid: `
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: to-neighbours, namespace: churn }
spec:
  endpointSelector: {}
  egress:
    - toEndpoints: [{ matchLabels: { "k8s:io.kubernetes.pod.namespace": recommendation-engine } }]
`,
    valid: `
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: to-api-server, namespace: churn }
spec:
  endpointSelector: {}
  egress:
    - toEntities: [kube-apiserver]
      toPorts: [{ ports: [{ port: "6443", protocol: TCP }] }]
`,
    fix: "Use a NetworkPolicy. If a NetworkPolicy cannot express the rule, add a waiver with an owner who is responsible for the policy.",
  },
  *check(policy, { context }) {
    // Isolation is not checked in hand-written folders.
    if (context.cluster === undefined) return;
    const part = unevaluatedPart(policy.object);
    if (part === undefined) return;
    const { path, what } = part;
    const isKind = path[0] === "kind";
    yield {
      at: policy.at(path, isKind ? "value" : "key"),
      message: isKind
        ? `unsupported kind ${what}: the connection checks do not evaluate it`
        : `unsupported part of ${policy.object.kind} ${policy.name}: the connection checks do not evaluate ${what}`,
      hint: "Use a NetworkPolicy.",
    };
  },
});
