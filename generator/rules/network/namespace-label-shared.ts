import { replaced } from "../../diagnostics/example.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { selects } from "../../validate/label-selector.ts";
import { isMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { namespacesIn } from "./evaluated-network.ts";
import { namespaceNameLabel, requiredLabels } from "./known-namespaces.ts";
import { peersOf } from "./peers.ts";

export const networkNamespaceLabelShared = defineRule({
  code: "network/namespace-label-shared",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A policy selects one namespace by a label that another namespace also has.",
  docs: {
    why: "A user who can edit a namespace can set any label on it. If a policy selects one namespace by a label, and a second namespace has the same label, the policy also allows connections to or from the second namespace. The owner of the second namespace can set the label by mistake or to get access.",
    invalid: `
apiVersion: v1
kind: Namespace
metadata: { name: mlflow, labels: { app: mlflow } }
---
apiVersion: v1
kind: Namespace
metadata: { name: scratch, labels: { app: mlflow } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-mlflow, namespace: churn }
spec:
  podSelector: {}
  ingress: [{ from: [{ namespaceSelector: { matchLabels: { app: mlflow } } }] }]
`,
    valid: replaced("matchLabels: { app: mlflow }", "matchLabels: { kubernetes.io/metadata.name: mlflow }"),
    fix: "Select the namespace by the label kubernetes.io/metadata.name, which only the API server sets.",
  },
  *check(policy, manifestSet) {
    const namespaces = namespacesIn(manifestSet);
    for (const { path, peer } of peersOf(policy)) {
      const selector = peer["namespaceSelector"];
      if (!isMap(selector) || requiredLabels(selector).some(([key]) => key === namespaceNameLabel)) continue;
      const meant = requiredLabels(selector)
        .flatMap(([, values]) => values)
        .filter((value) => selects(selector, namespaces.get(value) ?? {}));
      const [name] = meant;
      if (name === undefined || new Set(meant).size > 1) continue;
      const others = [...namespaces].flatMap(([value, labels]) =>
        value !== name && selects(selector, labels) ? [value] : [],
      );
      if (others.length === 0) continue;
      yield {
        at: policy.at([...path, "namespaceSelector"], "key"),
        message: `ambiguous selector for namespace ${name}: it also selects ${others.sort().slice(0, mostNames).join(", ")}`,
        hint: `To select only ${name}, use ${namespaceNameLabel}: ${name}.`,
      };
    }
  },
});

const mostNames = 4;
