import { listAt } from "../../evaluate/manifests/reading.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { isOpenPort } from "./open-ports.ts";
import { effectiveRulesOf, peersField } from "./peers.ts";

export const networkPeerEveryone = defineRule({
  code: "network/peer-everyone",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A rule of a NetworkPolicy names no peers, so it allows all peers.",
  docs: {
    why: "Kubernetes applies a rule without from or to, or with an empty list, to all peers: every pod of every namespace and the whole internet. A rule without peers opens connections that other policies should close. Only a port of an add-on may have such a rule, if the add-on's file opens the port to `outside`, or to `api-server` or `nodes` on a CNI on which policies cannot name nodes.",
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
    fix: "Name the peers of the rule. Select pods by namespace and labels, and endpoints outside the cluster by their network (ipBlock).",
  },
  *check(policy, { context }) {
    for (const { direction, path, rule } of effectiveRulesOf(policy)) {
      const field = peersField[direction];
      if (listAt(rule, field).length > 0) continue;
      if (direction === "ingress" && isOpenPort(context.cluster, policy, rule)) continue;
      yield {
        at: field in rule ? policy.at([...path, field], "key") : policy.at(path),
        message: `missing peers under ${field}: the rule allows every ${direction === "ingress" ? "source" : "destination"}`,
        hint: `Name the peers under ${field}. To allow no peers, set ${direction}: [].`,
      };
    }
  },
});
