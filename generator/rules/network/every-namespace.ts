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
    why: "An empty namespaceSelector takes every namespace, those of other tenants too, and those that are made tomorrow. Labels of pods beside it are no protection: whoever runs pods in any of those namespaces chooses their labels himself.",
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
    fix: "Name the namespaces, by kubernetes.io/metadata.name.",
  },
  *check(policy) {
    for (const { path, peer } of peersIn(effectiveRulesOf(policy))) {
      const selector = peer["namespaceSelector"];
      if (!isMap(selector) || !selectsAllNamespaces(selector)) continue;
      yield {
        at: policy.at([...path, "namespaceSelector"], "key"),
        message: "every namespace of the cluster is a peer",
        hint: "Name the namespaces that are meant, by kubernetes.io/metadata.name.",
      };
    }
  },
});

/** The label that the API server sets exists on each namespace: to ask for it is to ask for nothing. */
function selectsAllNamespaces(selector: Readonly<Record<string, unknown>>): boolean {
  return (
    Object.keys(mapAt(selector, "matchLabels")).length === 0 &&
    listAt(selector, "matchExpressions").every(
      (expression) =>
        textAt(expression, "key") === "kubernetes.io/metadata.name" && textAt(expression, "operator") === "Exists",
    )
  );
}
