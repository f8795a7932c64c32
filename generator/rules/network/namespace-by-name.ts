import { replaced } from "../../diagnostics/example.ts";
import { listAt, mapAt, textAt } from "../../evaluate/manifests/reading.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { knownNamespaces, namespaceNameLabel } from "./known-namespaces.ts";
import { peersOf } from "./peers.ts";

/** The API server sets only `kubernetes.io/metadata.name`. A label `name` exists only where a user has set it. */
export const networkNamespaceByName = defineRule({
  code: "network/namespace-by-name",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [networkPolicyKind],
  summary: 'A namespaceSelector uses the label "name", which Kubernetes does not set.',
  docs: {
    why: 'The API server sets the label kubernetes.io/metadata.name on each namespace. A namespace has the label "name" only if a user sets it. If this label is missing, the policy matches no namespace, the flow is closed, and no component reports an error.',
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
    fix: "Select namespaces by the label kubernetes.io/metadata.name.",
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
          message: "unknown namespace label name: no declared namespace has it",
          hint: `Use ${namespaceNameLabel}, which the API server sets.`,
          fix: namespaceNameLabel,
        };
    }
  },
});
