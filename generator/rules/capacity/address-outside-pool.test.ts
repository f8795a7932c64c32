import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { capacityAddressOutsidePool } from "./address-outside-pool.ts";

const pool = (name: string, spec: string): string => `---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: ${name}, namespace: metallb-system }
spec: ${spec}
`;
const service = (namespace: string, spec: string, annotations = "{}"): string => `---
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: ${namespace}, annotations: ${annotations} }
spec: ${spec}
`;

test.each([
  {
    name: "an address in the pool's range",
    yaml:
      pool("public", "{ addresses: [10.0.0.1-10.0.0.9] }") +
      service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.9 }"),
    found: [],
  },
  {
    name: "addresses in the pool's networks",
    yaml:
      pool("public", '{ addresses: [10.0.0.0/24, "fd00::/120"] }') +
      service("churn", "{ type: LoadBalancer }", '{ metallb.io/loadBalancerIPs: "10.0.0.9, fd00::9" }'),
    found: [],
  },
  {
    name: "an address in no pool",
    yaml:
      pool("public", "{ addresses: [10.0.0.1 - 10.0.0.9] }") +
      service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.10 }"),
    found: ["10:45 unknown address 10.0.0.10: it is not in any pool"],
  },
  {
    name: "an address outside of the named pool",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/24] }") +
      pool("inner", "{ addresses: [10.0.1.0/24] }") +
      service(
        "churn",
        "{ type: LoadBalancer }",
        "{ metallb.io/loadBalancerIPs: 10.0.0.9, metallb.io/address-pool: inner }",
      ),
    found: ["14:89 unknown address 10.0.0.9: it is not in pool inner"],
  },
  {
    name: "an unknown pool",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/24] }") +
      service("churn", "{ type: LoadBalancer }", "{ metallb.io/address-pool: pubilc }"),
    found: ["9:86 unknown address pool pubilc"],
  },
  {
    name: "an invalid address",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/24] }") +
      service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.300 }"),
    found: ["10:45 invalid address 10.0.0.300"],
  },
  {
    name: "the annotation and loadBalancerIP together",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/24] }") +
      service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.3 }", "{ metallb.io/loadBalancerIPs: 10.0.0.3 }"),
    found: ["10:29 duplicate address request: Service scoring sets both the annotation and loadBalancerIP"],
  },
  {
    name: "no pool in the manifest set",
    yaml: service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.10 }"),
    found: [],
  },
  {
    name: "a Service with another load balancer class",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/24] }") +
      service("churn", "{ type: LoadBalancer, loadBalancerClass: tailscale, loadBalancerIP: 9.9.9.9 }"),
    found: [],
  },
  {
    name: "a Service without a load balancer",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/24] }") + service("churn", "{ type: ClusterIP, loadBalancerIP: 9.9.9.9 }"),
    found: [],
  },
  {
    name: "a pool with invalid ranges",
    yaml:
      pool("public", "{ addresses: [10.0.0.9-10.0.0.1, 10.0.0.0/40, a-b-c, 7] }") +
      service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.5 }"),
    found: ["10:45 unknown address 10.0.0.5: it is not in any pool"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityAddressOutsidePool, yaml)).toEqual(found);
});
