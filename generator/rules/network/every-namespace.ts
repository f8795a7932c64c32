import { listAt, mapAt, textAt } from "../../evaluate/manifests/reading.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { isMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { effectiveRulesOf, peersIn } from "./peers.ts";

export const networkEveryNamespace = defineRule({
  code: "network/every-namespace",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A peer selects every namespace of the cluster.",
  docs: {
    why: "An empty namespaceSelector selects every namespace, also those of other tenants and those that are created later. Pod labels next to it do not protect: users who run pods in any of those namespaces choose the labels of their pods.",
    invalid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-ingress, namespace: churn }
spec:
  podSelector: {}
  ingress:
    - from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: ingress } } }]
`,
    valid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-ingress, namespace: churn }
spec:
  podSelector: {}
  ingress:
    - from:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress-nginx } }
          podSelector: { matchLabels: { app: ingress } }
`,
    fix: "Select the namespaces by kubernetes.io/metadata.name.",
  },
  *check(policy) {
    for (const { path, peer } of peersIn(effectiveRulesOf(policy))) {
      const selector = peer["namespaceSelector"];
      if (!isMap(selector) || !selectsAllNamespaces(selector)) continue;
      yield {
        at: policy.at([...path, "namespaceSelector"], "key"),
        message: "the peer selects every namespace of the cluster",
        hint: "Select the namespaces that are meant by kubernetes.io/metadata.name.",
      };
    }
  },
});

/** The API server sets its label on each namespace, so a selector that requires only its existence selects all of them. */
function selectsAllNamespaces(selector: Readonly<Record<string, unknown>>): boolean {
  return (
    Object.keys(mapAt(selector, "matchLabels")).length === 0 &&
    listAt(selector, "matchExpressions").every(
      (expression) =>
        textAt(expression, "key") === "kubernetes.io/metadata.name" && textAt(expression, "operator") === "Exists",
    )
  );
}
