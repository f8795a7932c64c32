import { replaced } from "../../diagnostics/example.ts";
import { listAt, mapAt, textAt } from "../../evaluate/manifests/reading.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { knownNamespaces, ownNameLabel } from "./known-namespaces.ts";
import { peersOf } from "./peers.ts";

/** Only `kubernetes.io/metadata.name` is set by the API server; `name` is whatever somebody remembered to write. */
export const networkNamespaceByName = defineRule({
  code: "network/namespace-by-name",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A namespace is selected by a label that nobody sets by himself.",
  docs: {
    why: "Kubernetes labels each namespace with kubernetes.io/metadata.name. The label name is there only where somebody wrote it; where nobody did, the policy selects nothing, without any error, and the flow is closed.",
    invalid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-ingress, namespace: churn }
spec:
  podSelector: {}
  ingress:
    - from:
        - namespaceSelector: { matchLabels: { name: istio-system } }
`,
    valid: replaced("name: istio-system", "kubernetes.io/metadata.name: istio-system"),
    fix: "Select by kubernetes.io/metadata.name.",
  },
  *check(policy, { context }) {
    if (knownNamespaces(context.namespaces).valuesOf("name").length > 0) return;
    for (const { path, peer } of peersOf(policy)) {
      const selector = [...path, "namespaceSelector"];
      const places = [
        ...("name" in mapAt(peer, "namespaceSelector", "matchLabels")
          ? [policy.at([...selector, "matchLabels", "name"], "key")]
          : []),
        ...listAt(peer, "namespaceSelector", "matchExpressions").flatMap((expression, index) =>
          textAt(expression, "key") === "name"
            ? [policy.at([...selector, "matchExpressions", index, "key"], "value")]
            : [],
        ),
      ];
      for (const at of places)
        yield {
          at,
          message: "no namespace here carries a label name",
          hint: `The API server sets ${ownNameLabel}.`,
          fix: ownNameLabel,
        };
    }
  },
});
