import { replaced } from "../../diagnostics/example.ts";
import { selects } from "../../evaluate/network/selector.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { isMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { namespacesIn } from "./evaluated-network.ts";
import { namespacesAsked, ownNameLabel } from "./known-namespaces.ts";
import { peersOf } from "./peers.ts";

export const networkNamespaceLabelShared = defineRule({
  code: "network/namespace-label-shared",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A policy means one namespace by a label that another namespace carries too.",
  docs: {
    why: "A label is whatever somebody writes. Where it holds the name of the namespace that is meant, and a second namespace carries the same, the policy lets that one in as well: by mistake, or because somebody wanted to be let in.",
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
    fix: "Select by kubernetes.io/metadata.name, which only the API server sets.",
  },
  *check(policy, manifestSet) {
    const namespaces = namespacesIn(manifestSet);
    for (const { path, peer } of peersOf(policy)) {
      const selector = peer["namespaceSelector"];
      if (!isMap(selector) || namespacesAsked(selector).some(([key]) => key === ownNameLabel)) continue;
      const meant = namespacesAsked(selector)
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
        message: `this means ${name}, and ${others.sort().slice(0, mostNames).join(", ")} ${others.length === 1 ? "has" : "have"} the same label`,
        hint: `${ownNameLabel}: ${name} selects it alone.`,
      };
    }
  },
});

const mostNames = 4;
