import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { networkBadCidr } from "./bad-cidr.ts";

const policy = (block: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec:
  podSelector: {}
  egress:
    - to: [{ ipBlock: ${block} }]
`;

test.each([
  { block: "{ cidr: 10.0.0.0/8, except: [10.1.0.0/16] }", found: [] },
  { block: "{ cidr: 'fd00::/8', except: ['fd00:1::/32'] }", found: [] },
  { block: "{ cidr: 10.1.2.3/8 }", found: [] },
  { block: "{ cidr: 10.0.0.0/33 }", found: ["7:31 invalid network 10.0.0.0/33"] },
  { block: "{ cidr: 10.0.0.0 }", found: ["7:31 invalid network 10.0.0.0"] },
  { block: "{ cidr: 10.0.0/8 }", found: ["7:31 invalid network 10.0.0/8"] },
  { block: "{ cidr: '' }", found: ['7:31 invalid network ""'] },
  { block: "{ cidr: 'fe80::1%eth0/64' }", found: ["7:31 invalid network fe80::1%eth0/64"] },
  { block: "{ cidr: 10.0.0.0/8, except: [10.0.0.0/x] }", found: ["7:52 invalid network 10.0.0.0/x"] },
  {
    block: "{ cidr: 10.0.0.0/8, except: [11.0.0.0/16] }",
    found: ["7:52 invalid exception 11.0.0.0/16: not a smaller network within 10.0.0.0/8"],
  },
  {
    block: "{ cidr: 10.0.0.0/8, except: [10.0.0.0/8] }",
    found: ["7:52 invalid exception 10.0.0.0/8: not a smaller network within 10.0.0.0/8"],
  },
  {
    block: "{ cidr: 10.0.0.0/8, except: [0.0.0.0/0] }",
    found: ["7:52 invalid exception 0.0.0.0/0: not a smaller network within 10.0.0.0/8"],
  },
  {
    block: "{ cidr: 10.0.0.0/8, except: ['::/64'] }",
    found: ["7:52 invalid exception ::/64: not a smaller network within 10.0.0.0/8"],
  },
  { block: "{ cidr: 7, except: {} }", found: [] },
  { block: "[]", found: [] },
])("$block", ({ block, found }) => {
  expect(findingsIn(networkBadCidr, policy(block))).toEqual(found);
});
