import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { capacityAddressTwice } from "./address-twice.ts";

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
    name: "two different addresses",
    yaml:
      service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.1 }") +
      service("pricing", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.2 }"),
    found: [],
  },
  {
    name: "one address for two Services",
    yaml:
      service("churn", "{ type: LoadBalancer, loadBalancerIP: 10.0.0.1 }") +
      service("pricing", "{ type: LoadBalancer }", "{ metallb.io/loadBalancerIPs: 10.0.0.1 }"),
    found: ["9:91 duplicate address 10.0.0.1: Service churn/scoring also requests it"],
  },
  {
    name: "a shared address with one key and different ports",
    yaml:
      service(
        "churn",
        "{ type: LoadBalancer, loadBalancerIP: 10.0.0.1, ports: [{ port: 80 }] }",
        "{ metallb.io/allow-shared-ip: k }",
      ) +
      service(
        "pricing",
        "{ type: LoadBalancer, loadBalancerIP: 10.0.0.1, ports: [{ port: 443 }] }",
        "{ metallb.universe.tf/allow-shared-ip: k }",
      ),
    found: [],
  },
  {
    name: "a shared address with the same port",
    yaml:
      service(
        "churn",
        "{ type: LoadBalancer, loadBalancerIP: 10.0.0.1, ports: [{ port: 80 }] }",
        "{ metallb.io/allow-shared-ip: k }",
      ) +
      service(
        "pricing",
        "{ type: LoadBalancer, loadBalancerIP: 10.0.0.1, ports: [{ port: 80 }] }",
        "{ metallb.io/allow-shared-ip: k }",
      ),
    found: ["10:45 duplicate address 10.0.0.1: Service churn/scoring also requests it"],
  },
  {
    name: "a shared address with two keys",
    yaml:
      service(
        "churn",
        "{ type: LoadBalancer, loadBalancerIP: 10.0.0.1, ports: [{ port: 80 }] }",
        "{ metallb.io/allow-shared-ip: k }",
      ) +
      service(
        "pricing",
        "{ type: LoadBalancer, loadBalancerIP: 10.0.0.1, ports: [{ port: 443 }] }",
        "{ metallb.io/allow-shared-ip: l }",
      ),
    found: ["10:45 duplicate address 10.0.0.1: Service churn/scoring also requests it"],
  },
  {
    name: "one address in two notations",
    yaml:
      service("churn", '{ type: LoadBalancer, loadBalancerIP: "fd00::1" }') +
      service("pricing", '{ type: LoadBalancer, loadBalancerIP: "FD00:0:0::0001" }'),
    found: ["10:45 duplicate address FD00:0:0::0001: Service churn/scoring also requests it"],
  },
  {
    name: "adjacent pools",
    yaml: pool("a", "{ addresses: [10.0.0.0/25] }") + pool("b", "{ addresses: [10.0.0.128-10.0.0.255] }"),
    found: [],
  },
  {
    name: "overlapping pools",
    yaml: pool("a", "{ addresses: [10.0.0.0/24] }") + pool("b", "{ addresses: [10.0.0.200-10.0.1.10, 10.0.2.0/24] }"),
    found: ["10:21 overlapping address pools a and b"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityAddressTwice, yaml)).toEqual(found);
});
