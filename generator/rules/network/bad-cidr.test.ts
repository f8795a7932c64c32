import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
  { block: "{ cidr: 10.0.0.0/33 }", found: ["7:31 10.0.0.0/33 is no network"] },
  { block: "{ cidr: 10.0.0.0 }", found: ["7:31 10.0.0.0 is no network"] },
  { block: "{ cidr: 10.0.0/8 }", found: ["7:31 10.0.0/8 is no network"] },
  { block: "{ cidr: '' }", found: ["7:31 nothing is no network"] },
  { block: "{ cidr: 'fe80::1%eth0/64' }", found: ["7:31 fe80::1%eth0/64 is no network"] },
  { block: "{ cidr: 10.0.0.0/8, except: [10.0.0.0/x] }", found: ["7:52 10.0.0.0/x is no network"] },
  {
    block: "{ cidr: 10.0.0.0/8, except: [11.0.0.0/16] }",
    found: ["7:52 11.0.0.0/16 does not lie within 10.0.0.0/8, so it is no exception to it"],
  },
  {
    block: "{ cidr: 10.0.0.0/8, except: [10.0.0.0/8] }",
    found: ["7:52 10.0.0.0/8 does not lie within 10.0.0.0/8, so it is no exception to it"],
  },
  {
    block: "{ cidr: 10.0.0.0/8, except: [0.0.0.0/0] }",
    found: ["7:52 0.0.0.0/0 does not lie within 10.0.0.0/8, so it is no exception to it"],
  },
  {
    block: "{ cidr: 10.0.0.0/8, except: ['::/64'] }",
    found: ["7:52 ::/64 does not lie within 10.0.0.0/8, so it is no exception to it"],
  },
  { block: "{ cidr: 7, except: {} }", found: [] },
  { block: "[]", found: [] },
])("$block", ({ block, found }) => {
  expect(foundIn(networkBadCidr, policy(block))).toEqual(found);
});
