import { unevaluatedKinds, unevaluatedPart } from "../../evaluate/network/unevaluated.ts";
import { ciliumPolicyKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const networkPolicyNotEvaluated = defineRule({
  code: "network/policy-not-evaluated",
  severity: "error",
  inFolder: "not asked",
  over: "object",
  kinds: [ciliumPolicyKind, ...unevaluatedKinds],
  summary: "A policy decides over connections in a way that the other checks cannot see.",
  docs: {
    why: "Which tenants reach each other, and whether every needed flow is open, is worked out from NetworkPolicies, and from CiliumNetworkPolicies that name the API server or nodes. What any other policy opens or closes would go unseen: the checks would vouch for walls that it has taken down.",
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
    fix: "Say it with a NetworkPolicy; where that cannot say it, have somebody who answers for it waive this.",
  },
  *check(policy, { context }) {
    // Folders of others are not vouched for.
    if (context.cluster === undefined) return;
    const part = unevaluatedPart(policy.object);
    if (part === undefined) return;
    const { path, what } = part;
    yield {
      at: policy.at(path, path[0] === "kind" ? "value" : "key"),
      message: `${what} is not looked at by the checks of who reaches whom`,
      hint: "Say it with a NetworkPolicy.",
    };
  },
});
