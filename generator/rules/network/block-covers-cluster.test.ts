import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
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
const pods = "10.42.0.0/16, where the cluster's pods are";
const services = "10.43.0.0/16, where its Services are";
const nodes = "192.168.1.0/24, where its nodes are";
const metadata = "169.254.169.254/32, where clouds hand out credentials";

test.each([
  { name: "outside", yaml: policy("egress", "{ cidr: 203.0.113.0/24 }"), found: [] },
  { name: "around the pods and Services", yaml: policy("egress", "{ cidr: 10.0.0.0/8 }"), found: [pods, services] },
  { name: "the pods, exactly", yaml: policy("egress", "{ cidr: 10.42.0.0/16 }"), found: [pods] },
  { name: "the pods, with host bits", yaml: policy("egress", "{ cidr: 10.42.7.7/16 }"), found: [pods] },
  { name: "without them", yaml: policy("egress", "{ cidr: 10.0.0.0/8, except: [10.42.0.0/15] }"), found: [] },
  {
    name: "without them, in halves",
    yaml: policy("egress", "{ cidr: 10.0.0.0/8, except: [10.42.0.0/17, 10.42.128.0/17, 10.43.0.0/16] }"),
    found: [],
  },
  { name: "without one half", yaml: policy("egress", "{ cidr: 10.42.0.0/16, except: [10.42.0.0/17] }"), found: [pods] },
  { name: "around the nodes", yaml: policy("egress", "{ cidr: 192.168.0.0/16 }"), found: [nodes] },
  { name: "the nodes, exactly", yaml: policy("egress", "{ cidr: 192.168.1.0/24 }"), found: [] },
  { name: "where credentials are", yaml: policy("egress", "{ cidr: 169.254.0.0/16 }"), found: [metadata] },
  { name: "from there nobody comes", yaml: policy("ingress", "{ cidr: 169.254.0.0/16 }"), found: [] },
  { name: "in, from Services: nobody comes from there", yaml: policy("ingress", "{ cidr: 10.43.0.0/16 }"), found: [] },
  { name: "in, from pods", yaml: policy("ingress", "{ cidr: 10.42.0.0/15 }"), found: [pods] },
  { name: "everything, said elsewhere", yaml: policy("egress", "{ cidr: 0.0.0.0/0 }"), found: [] },
  {
    name: "everything but private networks",
    yaml: policy("egress", "{ cidr: 0.0.0.0/0, except: [10.0.0.0/8, 192.168.0.0/16] }"),
    found: [metadata],
  },
  { name: "no network", yaml: policy("egress", "{ cidr: 10.0.0.0/40 }"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  const messages = foundIn(networkBlockCoversCluster, yaml, churnOnProduction());
  expect(messages.map((value) => value.replace(/^7:\d+ \S+ takes in /, ""))).toEqual(found);
});

test("of a folder of others only what no cluster has outside", () => {
  expect(foundIn(networkBlockCoversCluster, policy("egress", "{ cidr: 10.0.0.0/8 }"))).toEqual([]);
  expect(foundIn(networkBlockCoversCluster, policy("egress", "{ cidr: 169.254.169.254/32 }"))).toEqual([
    `7:31 169.254.169.254/32 takes in ${metadata}`,
  ]);
});
