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
    why: "A peer is pods (podSelector, namespaceSelector or both) or a network (ipBlock). The schema accepts all of them together, and none at all. The API server rejects both, and the sync of the objects next to the policy fails too.",
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
    fix: "Split the peer into two, or remove the empty peer.",
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
            message: "pods and a network in one peer",
            hint: "Split it into two peers: the policy then allows both.",
          };
      }
    }
  },
});

const peerFields = ["podSelector", "namespaceSelector", "ipBlock"] as const;
