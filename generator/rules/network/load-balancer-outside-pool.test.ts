import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { networkLoadBalancerOutsidePool } from "./load-balancer-outside-pool.ts";

const balancer = (spec = "", annotations = ""): string => `---
apiVersion: v1
kind: Service
metadata: { name: s, namespace: churn, annotations: { ${annotations} } }
spec: { type: LoadBalancer${spec} }
`;

test.each([
  { name: "a load balancer that requests no address", yaml: balancer(), found: [] },
  {
    name: "a pool that is not for tenants",
    yaml: balancer("", "metallb.io/address-pool: public"),
    found: ["4:80 pool public is not allowed: it is not a pool for tenants"],
  },
  { name: "a pool for tenants", yaml: balancer("", "metallb.io/address-pool: tenants"), found: [] },
  {
    name: "an address outside of the pools, and an invalid address",
    yaml: balancer("", 'metallb.io/loadBalancerIPs: "192.168.1.210, 192.168.1.20,x"'),
    found: [
      "4:83 address 192.168.1.20 is not allowed: it is not in a pool for tenants",
      "4:83 address x is not allowed: it is not in a pool for tenants",
    ],
  },
  {
    name: "an address in the deprecated field",
    yaml: balancer(", loadBalancerIP: 192.168.1.20"),
    found: ["5:45 address 192.168.1.20 is not allowed: it is not in a pool for tenants"],
  },
  {
    name: "a class of other software",
    yaml: balancer(", loadBalancerClass: example.test/cloud"),
    found: ["5:48 load balancer class example.test/cloud is not allowed: it does not use the cluster's pools"],
  },
  { name: "a class of MetalLB", yaml: balancer(", loadBalancerClass: metallb.io/x"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(networkLoadBalancerOutsidePool, yaml, churnOnProduction())).toEqual(found);
});

test("every load balancer is reported where the cluster has no pool for tenants", () => {
  const context = churnOnProduction();
  const { cluster } = context;
  if (cluster === undefined) throw new Error("missing cluster");
  const network = { ...cluster.spec.network, loadBalancerPools: {} };
  expect(
    findingsIn(networkLoadBalancerOutsidePool, balancer(), {
      ...context,
      cluster: { ...cluster, spec: { ...cluster.spec, network } },
    }),
  ).toEqual([
    "5:15 type LoadBalancer of Service s is not allowed: cluster production has no address pools for tenants",
  ]);
});
