import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { capacityMetallbAnnotation } from "./metallb-annotation.ts";

const service = (namespace: string, spec: string, annotations = "{}"): string => `---
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: ${namespace}, annotations: ${annotations} }
spec: ${spec}
`;

test.each([
  {
    name: "known annotations with both prefixes",
    yaml: service(
      "churn",
      "{ type: LoadBalancer }",
      "{ metallb.io/loadBalancerIPs: 10.0.0.1, metallb.universe.tf/address-pool: public, metallb.io/allow-shared-ip: key, metallb.io/ip-allocated-from-pool: public }",
    ),
    found: [],
  },
  {
    name: "an annotation in the singular",
    yaml: service("churn", "{ type: LoadBalancer }", "{ metallb.io/loadBalancerIP: 10.0.0.1 }"),
    found: ["4:61 unknown MetalLB annotation metallb.io/loadBalancerIP"],
  },
  {
    name: "an annotation in lower case with the old prefix",
    yaml: service("churn", "{ type: LoadBalancer }", "{ metallb.universe.tf/loadbalancerips: 10.0.0.1 }"),
    found: ["4:61 unknown MetalLB annotation metallb.universe.tf/loadbalancerips"],
  },
  {
    name: "an annotation of another program",
    yaml: service("churn", "{ type: LoadBalancer }", "{ example.org/metallb.io: 1 }"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityMetallbAnnotation, yaml)).toEqual(found);
});
