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
    why: "An empty namespaceSelector selects every namespace, including the namespaces of other tenants and namespaces that are created later. A podSelector in the same peer does not protect the pods, because users in any namespace can set the selected labels on their pods.",
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
    fix: "Select only the needed namespaces, by the label kubernetes.io/metadata.name.",
  },
  *check(policy) {
    for (const { path, peer } of peersIn(effectiveRulesOf(policy))) {
      const selector = peer["namespaceSelector"];
      if (!isMap(selector) || !selectsAllNamespaces(selector)) continue;
      yield {
        at: policy.at([...path, "namespaceSelector"], "key"),
        message: "empty namespaceSelector is not allowed: it selects every namespace of the cluster",
        hint: "Select only the needed namespaces, by the label kubernetes.io/metadata.name.",
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
