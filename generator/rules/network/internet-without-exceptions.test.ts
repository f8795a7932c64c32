import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
const all = (cidr: string): readonly string[] => [`7:31 ${cidr} without an exception is everybody, in the cluster too`];

test.each([
  { name: "a network", block: "{ cidr: 203.0.113.0/24 }", found: [] },
  { name: "all but the cluster", block: "{ cidr: 0.0.0.0/0, except: [10.0.0.0/8] }", found: [] },
  { name: "all", block: "{ cidr: 0.0.0.0/0 }", found: all("0.0.0.0/0") },
  { name: "all, and no exception listed", block: "{ cidr: 0.0.0.0/0, except: [] }", found: all("0.0.0.0/0") },
  { name: "all, by whichever address", block: "{ cidr: 10.0.0.0/0 }", found: all("10.0.0.0/0") },
  { name: "all of the other family", block: "{ cidr: '::/0' }", found: all("::/0") },
  { name: "no text", block: "{ cidr: 0 }", found: [] },
])("$name: found $found", ({ block, found }) => {
  expect(foundIn(networkInternetWithoutExceptions, policy(block))).toEqual(found);
});
