import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { networkInternetWithoutExceptions } from "./internet-without-exceptions.ts";

const policy = (block: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec:
  podSelector: {}
  egress:
    - to: [{ ipBlock: ${block} }]
`;
const all = (cidr: string): readonly string[] => [
  `7:31 missing exceptions for ipBlock ${cidr}: it covers every address, including the addresses of the cluster`,
];

test.each([
  { name: "a network", block: "{ cidr: 203.0.113.0/24 }", found: [] },
  { name: "all addresses with an exception", block: "{ cidr: 0.0.0.0/0, except: [10.0.0.0/8] }", found: [] },
  { name: "all addresses", block: "{ cidr: 0.0.0.0/0 }", found: all("0.0.0.0/0") },
  { name: "all addresses with an empty except", block: "{ cidr: 0.0.0.0/0, except: [] }", found: all("0.0.0.0/0") },
  { name: "all addresses, written with another address", block: "{ cidr: 10.0.0.0/0 }", found: all("10.0.0.0/0") },
  { name: "all IPv6 addresses", block: "{ cidr: '::/0' }", found: all("::/0") },
  { name: "a cidr that is not text", block: "{ cidr: 0 }", found: [] },
])("$name: found $found", ({ block, found }) => {
  expect(findingsIn(networkInternetWithoutExceptions, policy(block))).toEqual(found);
});
