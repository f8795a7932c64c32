import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { networkBadPeer } from "./bad-peer.ts";

const policy = (peer: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec:
  podSelector: {}
  ingress:
    - from: [${peer}]
`;

test.each([
  { peer: "{ podSelector: {} }", found: [] },
  { peer: "{ podSelector: {}, namespaceSelector: {} }", found: [] },
  { peer: "{ ipBlock: { cidr: 10.0.0.0/8 } }", found: [] },
  { peer: "{}", found: ["7:14 empty peer"] },
  { peer: "{ podSelector: null }", found: ["7:14 empty peer"] },
  { peer: "{ podSelector: {}, ipBlock: { cidr: 10.0.0.0/8 } }", found: ["7:33 invalid peer: both pods and a network"] },
  {
    peer: "{ ipBlock: { cidr: 10.0.0.0/8 }, namespaceSelector: {} }",
    found: ["7:16 invalid peer: both pods and a network"],
  },
  { peer: "everybody", found: [] },
])("$peer", ({ peer, found }) => {
  expect(findingsIn(networkBadPeer, policy(peer))).toEqual(found);
});
