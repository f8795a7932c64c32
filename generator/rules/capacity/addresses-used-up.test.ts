import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
    name: "enough",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/31] }") +
      service("churn", "{ type: LoadBalancer }") +
      service("pricing", "{ type: LoadBalancer }"),
    found: [],
  },
  {
    name: "one too few",
    yaml:
      pool("public", "{ addresses: [10.0.0.1/32] }") +
      service("churn", "{ type: LoadBalancer }") +
      service("pricing", "{ type: LoadBalancer }"),
    found: ["5:9 load balancers need 2 of the addresses of the pools for everybody, and there is 1"],
  },
  {
    name: "shared",
    yaml:
      pool("public", "{ addresses: [10.0.0.1/32] }") +
      service("churn", "{ type: LoadBalancer }", "{ metallb.io/allow-shared-ip: k }") +
      service("pricing", "{ type: LoadBalancer }", "{ metallb.io/allow-shared-ip: k }"),
    found: [],
  },
  {
    name: "taken by name",
    yaml:
      pool("public", "{ addresses: [10.0.0.0/31] }") +
      service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.0 }") +
      service("pricing", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.1 }") +
      service("fraud", "{ type: LoadBalancer }"),
    found: ["5:9 load balancers need 3 of the addresses of the pools for everybody, and there are 2"],
  },
  {
    name: "a pool that is only for those who ask",
    yaml: pool("inner", "{ autoAssign: false, addresses: [10.0.0.0/24] }") + service("churn", "{ type: LoadBalancer }"),
    found: ["5:28 load balancers need 1 of the addresses of the pools for everybody, and there are 0"],
  },
  {
    name: "too many who ask for one pool",
    yaml:
      pool("inner", "{ autoAssign: false, addresses: [10.0.0.0/32] }") +
      service("churn", "{ type: LoadBalancer }", "{ metallb.io/address-pool: inner }") +
      service("pricing", "{ type: LoadBalancer }", "{ metallb.io/address-pool: inner }"),
    found: ["5:28 load balancers need 2 of the addresses of pool inner, and there is 1"],
  },
  {
    name: "Seldon's own",
    yaml:
      pool("public", "{ addresses: [10.0.0.1/32] }") +
      runtime.replace(
        "seldonConfig: default",
        "seldonConfig: default\n  config: { serviceConfig: { serviceType: LoadBalancer } }",
      ),
    found: ["5:9 load balancers need 2 of the addresses of the pools for everybody, and there is 1"],
  },
  { name: "pools that others keep", yaml: service("churn", "{ type: LoadBalancer }"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(capacityAddressesUsedUp, yaml)).toEqual(found);
});
