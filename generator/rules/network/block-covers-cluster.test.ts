import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { networkBlockCoversCluster } from "./block-covers-cluster.ts";

const policy = (direction: "ingress" | "egress", block: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec:
  podSelector: {}
  ${direction}:
    - ${direction === "ingress" ? "from" : "to"}: [{ ipBlock: ${block} }]
`;
const pods = "10.42.0.0/16, the network of the cluster's pods";
const services = "10.43.0.0/16, the network of the cluster's Services";
const nodes = "192.168.1.0/24, the network of the cluster's nodes";
const metadata = "169.254.169.254/32, where clouds provide credentials";

test.each([
  { name: "a network outside the cluster", yaml: policy("egress", "{ cidr: 203.0.113.0/24 }"), found: [] },
  {
    name: "a block around the pods and Services",
    yaml: policy("egress", "{ cidr: 10.0.0.0/8 }"),
    found: [pods, services],
  },
  { name: "exactly the pod network", yaml: policy("egress", "{ cidr: 10.42.0.0/16 }"), found: [pods] },
  { name: "the pod network with host bits", yaml: policy("egress", "{ cidr: 10.42.7.7/16 }"), found: [pods] },
  {
    name: "a block that excludes the pods and Services",
    yaml: policy("egress", "{ cidr: 10.0.0.0/8, except: [10.42.0.0/15] }"),
    found: [],
  },
  {
    name: "a block that excludes the pods in halves",
    yaml: policy("egress", "{ cidr: 10.0.0.0/8, except: [10.42.0.0/17, 10.42.128.0/17, 10.43.0.0/16] }"),
    found: [],
  },
  {
    name: "the pod network without one half",
    yaml: policy("egress", "{ cidr: 10.42.0.0/16, except: [10.42.0.0/17] }"),
    found: [pods],
  },
  { name: "a block around the nodes", yaml: policy("egress", "{ cidr: 192.168.0.0/16 }"), found: [nodes] },
  { name: "exactly the node network", yaml: policy("egress", "{ cidr: 192.168.1.0/24 }"), found: [] },
  {
    name: "a block around the cloud's credentials",
    yaml: policy("egress", "{ cidr: 169.254.0.0/16 }"),
    found: [metadata],
  },
  {
    name: "ingress from the address of the cloud's credentials",
    yaml: policy("ingress", "{ cidr: 169.254.0.0/16 }"),
    found: [],
  },
  {
    name: "ingress from the Services, which open no connections",
    yaml: policy("ingress", "{ cidr: 10.43.0.0/16 }"),
    found: [],
  },
  { name: "ingress from the pods", yaml: policy("ingress", "{ cidr: 10.42.0.0/15 }"), found: [pods] },
  { name: "all addresses, which another rule reports", yaml: policy("egress", "{ cidr: 0.0.0.0/0 }"), found: [] },
  {
    name: "all addresses except private networks",
    yaml: policy("egress", "{ cidr: 0.0.0.0/0, except: [10.0.0.0/8, 192.168.0.0/16] }"),
    found: [metadata],
  },
  { name: "an invalid network", yaml: policy("egress", "{ cidr: 10.0.0.0/40 }"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  const messages = findingsIn(networkBlockCoversCluster, yaml, churnOnProduction());
  expect(messages.map((value) => value.replace(/^7:\d+ ipBlock \S+ is not allowed: it contains /, ""))).toEqual(found);
});

test("in a hand-written folder only the address of the cloud's credentials is reported", () => {
  expect(findingsIn(networkBlockCoversCluster, policy("egress", "{ cidr: 10.0.0.0/8 }"))).toEqual([]);
  expect(findingsIn(networkBlockCoversCluster, policy("egress", "{ cidr: 169.254.169.254/32 }"))).toEqual([
    `7:31 ipBlock 169.254.169.254/32 is not allowed: it contains ${metadata}`,
  ]);
});
