import { replaced } from "../../diagnostics/example.ts";
import { listAt } from "../../evaluate/manifests/reading.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { isMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { locatedRules, peersField } from "./peers.ts";

/** Follows the API server's own validation (1.34). Its schema accepts any of the three fields, together or none. */
export const networkBadPeer = defineRule({
  code: "network/bad-peer",
  severity: "error",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A peer of a NetworkPolicy is empty, or names both pods and a network.",
  docs: {
    why: "A peer of a NetworkPolicy selects either pods (podSelector, namespaceSelector or both) or a network (ipBlock). The Kubernetes schema accepts an empty peer, and a peer with both pods and a network. The API server rejects a NetworkPolicy with an empty peer, or with pods and a network in one peer, and the sync of the Application fails.",
    invalid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-bureau, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ podSelector: {}, ipBlock: { cidr: 203.0.113.0/24 } }]
`,
    valid: replaced(
      "to: [{ podSelector: {}, ipBlock: { cidr: 203.0.113.0/24 } }]",
      "to: [{ podSelector: {} }, { ipBlock: { cidr: 203.0.113.0/24 } }]",
    ),
    fix: "Split a peer with pods and a network into two peers. Remove an empty peer.",
  },
  *check(policy) {
    for (const { direction, path, rule } of locatedRules(policy)) {
      for (const [index, peer] of listAt(rule, peersField[direction]).entries()) {
        if (!isMap(peer)) continue;
        const named = peerFields.filter((field) => isMap(peer[field]));
        const at = [...path, peersField[direction], index];
        if (named.length === 0)
          yield {
            at: policy.at(at),
            message: "empty peer",
            hint: "Name pods or a network, or remove the peer.",
          };
        else if (named.length > 1 && named.includes("ipBlock"))
          yield {
            at: policy.at([...at, "ipBlock"], "key"),
            message: "invalid peer: both pods and a network",
            hint: "Split the peer into two peers: one for the pods, and one for the network.",
          };
      }
    }
  },
});

const peerFields = ["podSelector", "namespaceSelector", "ipBlock"] as const;
