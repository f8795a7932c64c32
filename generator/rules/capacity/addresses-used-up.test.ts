import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { capacityAddressesUsedUp } from "./addresses-used-up.ts";

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
const runtime = `---
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec:
  seldonConfig: default
  overrides:
    - { name: hodometer, replicas: 0 }
`;

test.each([
  {
    name: "as many addresses as Services",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/31] }") +
      service("churn", "{ type: LoadBalancer }") +
      service("pricing", "{ type: LoadBalancer }"),
    found: [],
  },
  {
    name: "one address too few",
    yaml:
      pool("public", "{ addresses: [10.0.0.1/32] }") +
      service("churn", "{ type: LoadBalancer }") +
      service("pricing", "{ type: LoadBalancer }"),
    found: [
      "5:9 too few addresses in the pools with autoAssign: load balancers need 2, and the number of addresses is 1",
    ],
  },
  {
    name: "two Services that share an address",
    yaml:
      pool("public", "{ addresses: [10.0.0.1/32] }") +
      service("churn", "{ type: LoadBalancer }", "{ metallb.io/allow-shared-ip: k }") +
      service("pricing", "{ type: LoadBalancer }", "{ metallb.io/allow-shared-ip: k }"),
    found: [],
  },
  {
    name: "addresses that Services request by value",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/31] }") +
      service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.0 }") +
      service("pricing", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.1 }") +
      service("fraud", "{ type: LoadBalancer }"),
    found: [
      "5:9 too few addresses in the pools with autoAssign: load balancers need 3, and the number of addresses is 2",
    ],
  },
  {
    name: "a pool without autoAssign",
    yaml: pool("inner", "{ autoAssign: false, addresses: [10.0.0.0/24] }") + service("churn", "{ type: LoadBalancer }"),
    found: [
      "5:28 too few addresses in the pools with autoAssign: load balancers need 1, and the number of addresses is 0",
    ],
  },
  {
    name: "too many Services for the pool that they name",
    yaml:
      pool("inner", "{ autoAssign: false, addresses: [10.0.0.0/32] }") +
      service("churn", "{ type: LoadBalancer }", "{ metallb.io/address-pool: inner }") +
      service("pricing", "{ type: LoadBalancer }", "{ metallb.io/address-pool: inner }"),
    found: ["5:28 too few addresses in pool inner: load balancers need 2, and the number of addresses is 1"],
  },
  {
    name: "the Services of a SeldonRuntime",
    yaml:
      pool("public", "{ addresses: [10.0.0.1/32] }") +
      runtime.replace(
        "seldonConfig: default",
        "seldonConfig: default\n  config: { serviceConfig: { serviceType: LoadBalancer } }",
      ),
    found: [
      "5:9 too few addresses in the pools with autoAssign: load balancers need 2, and the number of addresses is 1",
    ],
  },
  { name: "no pool in the manifest set", yaml: service("churn", "{ type: LoadBalancer }"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityAddressesUsedUp, yaml)).toEqual(found);
});
