import { unevaluatedKinds, unevaluatedPart } from "../../evaluate/network/unevaluated.ts";
import { ciliumPolicyKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const networkPolicyNotEvaluated = defineRule({
  code: "network/policy-not-evaluated",
  severity: "error",
  inFolder: "not checked",
  over: "object",
  kinds: [ciliumPolicyKind, ...unevaluatedKinds],
  summary: "A policy controls connections in a way that the other checks do not evaluate.",
  docs: {
    why: "Tenantry computes which tenants reach each other, and whether every needed flow is open, from NetworkPolicies and from CiliumNetworkPolicies that name the API server or nodes. It does not see what any other policy opens or closes, so the checks would confirm an isolation that such a policy has removed.",
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
    fix: "Use a NetworkPolicy. If a NetworkPolicy cannot express it, waive this finding, with an owner who is responsible for the policy.",
  },
  *check(policy, { context }) {
    // Isolation is not checked in hand-written folders.
    if (context.cluster === undefined) return;
    const part = unevaluatedPart(policy.object);
    if (part === undefined) return;
    const { path, what } = part;
    yield {
      at: policy.at(path, path[0] === "kind" ? "value" : "key"),
      message: `${what} is not evaluated by the checks of connections`,
      hint: "Use a NetworkPolicy.",
    };
  },
});
