import { listAt } from "../../evaluate/manifests/reading.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { effectiveRulesOf, peersField } from "./peers.ts";

export const networkPeerEveryone = defineRule({
  code: "network/peer-everyone",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A rule of a NetworkPolicy names nobody, and that means everybody.",
  docs: {
    why: "A rule without from or to, or with an empty list, is no rule for nobody: Kubernetes takes it for everybody, every pod of every namespace and the whole internet. Whatever the other policies close stays closed in vain.",
    invalid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-dns, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
`,
    valid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-dns, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { k8s-app: kube-dns } }
      ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
`,
    fix: "Name whom the rule is for: pods by their namespace and labels, what is outside by its network.",
  },
  *check(policy) {
    for (const { direction, path, rule } of effectiveRulesOf(policy)) {
      const field = peersField[direction];
      if (listAt(rule, field).length > 0) continue;
      yield {
        at: field in rule ? policy.at([...path, field], "key") : policy.at(path),
        message: `${direction === "ingress" ? "everybody may come in" : "everybody may be called"}: no ${field} means everyone`,
        hint: `Name them under ${field}. Nobody at all is no rule: ${direction}: [].`,
      };
    }
  },
});
