import { fixed } from "../../diagnostics/example.ts";
import { listAt } from "../../evaluate/manifests/reading.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { isMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { peersField, rulesOf } from "./peers.ts";

/** As the API server's own validation says it (1.34); its schema takes any of the three fields, together or none. */
export const badPeer = defineRule({
  code: "network/bad-peer",
  severity: "error",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A peer of a NetworkPolicy is nobody, or pods and a network at once.",
  page: {
    why: "A peer is pods (podSelector, namespaceSelector or both) or a network (ipBlock). The schema takes all of them together, and none at all; the API server itself refuses both, and the sync of all that is beside the policy fails.",
    wrong: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-bureau, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ podSelector: {}, ipBlock: { cidr: 203.0.113.0/24 } }]
`,
    right: fixed(
      "to: [{ podSelector: {}, ipBlock: { cidr: 203.0.113.0/24 } }]",
      "to: [{ podSelector: {} }, { ipBlock: { cidr: 203.0.113.0/24 } }]",
    ),
    mend: "Make two peers of it, or take the empty one away.",
  },
  *check(policy) {
    for (const { direction, path, rule } of rulesOf(policy)) {
      for (const [index, peer] of listAt(rule, peersField[direction]).entries()) {
        if (!isMap(peer)) continue;
        const named = peerFields.filter((field) => isMap(peer[field]));
        const at = [...path, peersField[direction], index];
        if (named.length === 0)
          yield {
            at: policy.at(at),
            message: "a peer that names nobody",
            hint: "Name pods or a network, or take the peer away.",
          };
        else if (named.length > 1 && named.includes("ipBlock"))
          yield {
            at: policy.at([...at, "ipBlock"], "key"),
            message: "pods and a network in one peer",
            hint: "Make two peers of it: they are let through both.",
          };
      }
    }
  },
});

const peerFields = ["podSelector", "namespaceSelector", "ipBlock"] as const;
