import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
import { networkLoadBalancerOutsidePool } from "./load-balancer-outside-pool.ts";

const balancer = (spec = "", annotations = ""): string => `---
apiVersion: v1
kind: Service
metadata: { name: s, namespace: churn, annotations: { ${annotations} } }
spec: { type: LoadBalancer${spec} }
`;

test.each([
  { name: "nothing asked for", yaml: balancer(), found: [] },
  {
    name: "another pool",
    yaml: balancer("", "metallb.io/address-pool: public"),
    found: ["4:80 pool public is not for tenants"],
  },
  { name: "the pool for tenants", yaml: balancer("", "metallb.io/address-pool: tenants"), found: [] },
  {
    name: "an address outside, and what is none",
    yaml: balancer("", 'metallb.io/loadBalancerIPs: "192.168.1.210, 192.168.1.20,x"'),
    found: ["4:83 192.168.1.20 is no address for tenants", "4:83 x is no address for tenants"],
  },
  {
    name: "an address by the old field",
    yaml: balancer(", loadBalancerIP: 192.168.1.20"),
    found: ["5:45 192.168.1.20 is no address for tenants"],
  },
  {
    name: "another class",
    yaml: balancer(", loadBalancerClass: example.test/cloud"),
    found: ["5:48 load balancers of class example.test/cloud take their addresses from elsewhere"],
  },
  { name: "a class of MetalLB's", yaml: balancer(", loadBalancerClass: metallb.io/x"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(networkLoadBalancerOutsidePool, yaml, churnOnProduction())).toEqual(found);
});

test("none at all where the cluster has no pool for tenants", () => {
  const context = churnOnProduction();
  const { cluster } = context;
  if (cluster === undefined) throw new Error("there is no cluster");
  const network = { ...cluster.spec.network, loadBalancerPools: {} };
  expect(
    foundIn(networkLoadBalancerOutsidePool, balancer(), {
      ...context,
      cluster: { ...cluster, spec: { ...cluster.spec, network } },
    }),
  ).toEqual(["5:15 production has no addresses for tenants"]);
});
