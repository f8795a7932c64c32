import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
    name: "in a range",
    yaml:
      pool("public", "{ addresses: [10.0.0.1-10.0.0.9] }") +
      service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.9 }"),
    found: [],
  },
  {
    name: "in a network",
    yaml:
      pool("public", '{ addresses: [10.0.0.0/24, "fd00::/120"] }') +
      service("churn", "{ type: LoadBalancer }", '{ metallb.io/loadBalancerIPs: "10.0.0.9, fd00::9" }'),
    found: [],
  },
  {
    name: "in none",
    yaml:
      pool("public", "{ addresses: [10.0.0.1 - 10.0.0.9] }") +
      service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.10 }"),
    found: ["10:45 10.0.0.10 is asked for, and no pool here has it"],
  },
  {
    name: "in another pool",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/24] }") +
      pool("inner", "{ addresses: [10.0.1.0/24] }") +
      service(
        "churn",
        "{ type: LoadBalancer }",
        "{ metallb.io/loadBalancerIPs: 10.0.0.9, metallb.io/address-pool: inner }",
      ),
    found: ["14:89 10.0.0.9 is asked for, and pool inner does not have it"],
  },
  {
    name: "a pool that is not there",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/24] }") +
      service("churn", "{ type: LoadBalancer }", "{ metallb.io/address-pool: pubilc }"),
    found: ["9:86 there is no address pool pubilc"],
  },
  {
    name: "no address",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/24] }") +
      service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.300 }"),
    found: ["10:45 10.0.0.300 is no address"],
  },
  {
    name: "in both ways at once",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/24] }") +
      service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.3 }", "{ metallb.io/loadBalancerIPs: 10.0.0.3 }"),
    found: ["10:29 scoring asks for an address by annotation and by loadBalancerIP"],
  },
  {
    name: "pools that others keep",
    yaml: service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.10 }"),
    found: [],
  },
  {
    name: "another load balancer's Service",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/24] }") +
      service("churn", "{ type: LoadBalancer, loadBalancerClass: tailscale, loadBalancerIP: 9.9.9.9 }"),
    found: [],
  },
  {
    name: "no load balancer",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/24] }") + service("churn", "{ type: ClusterIP, loadBalancerIP: 9.9.9.9 }"),
    found: [],
  },
  {
    name: "a pool that is nonsense",
    yaml:
      pool("public", "{ addresses: [10.0.0.9-10.0.0.1, 10.0.0.0/40, a-b-c, 7] }") +
      service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.5 }"),
    found: ["10:45 10.0.0.5 is asked for, and no pool here has it"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(capacityAddressOutsidePool, yaml)).toEqual(found);
});
