import { fixed } from "../../diagnostics/example.ts";
import { selects } from "../../evaluate/network/selector.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { isMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { asked, ownNameLabel } from "./known-namespaces.ts";
import { peersOf } from "./peers.ts";
import { namespacesIn } from "./scene-network.ts";

export const namespaceLabelShared = defineRule({
  code: "network/namespace-label-shared",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A policy means one namespace by a label that another namespace carries too.",
  page: {
    why: "A label is whatever somebody writes. Where it holds the name of the namespace that is meant, and a second namespace carries the same, the policy lets that one in as well: by mistake, or because somebody wanted to be let in.",
    wrong: `
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
    right: fixed("matchLabels: { app: mlflow }", "matchLabels: { kubernetes.io/metadata.name: mlflow }"),
    mend: "Select by kubernetes.io/metadata.name, which only the API server sets.",
  },
  *check(policy, scene) {
    const namespaces = namespacesIn(scene);
    for (const { path, peer } of peersOf(policy)) {
      const selector = peer["namespaceSelector"];
      if (!isMap(selector) || asked(selector).some(([key]) => key === ownNameLabel)) continue;
      const meant = asked(selector)
        .flatMap(([, values]) => values)
        .filter((value) => selects(selector, namespaces.get(value) ?? {}));
      const [name] = meant;
      if (name === undefined || new Set(meant).size > 1) continue;
      const others = [...namespaces].flatMap(([one, labels]) =>
        one !== name && selects(selector, labels) ? [one] : [],
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
