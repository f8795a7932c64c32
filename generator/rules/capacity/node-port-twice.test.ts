import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { capacityNodePortTwice } from "./node-port-twice.ts";

const service = (namespace: string, spec: string, annotations = "{}"): string => `---
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: ${namespace}, annotations: ${annotations} }
spec: ${spec}
`;

test.each([
  {
    name: "two different ports",
    yaml:
      service("churn", "{ type: NodePort, ports: [{ port: 1, nodePort: 30001 }] }") +
      service("pricing", "{ type: NodePort, ports: [{ port: 1, nodePort: 30002 }] }"),
    found: [],
  },
  {
    name: "one port for two protocols of two Services",
    yaml:
      service("churn", "{ type: NodePort, ports: [{ port: 1, nodePort: 30001 }] }") +
      service("pricing", "{ type: LoadBalancer, ports: [{ port: 1, protocol: UDP, nodePort: 30001 }] }"),
    found: ["10:73 duplicate node port 30001: Service churn/scoring also sets it"],
  },
  {
    name: "one port for two protocols of one Service",
    yaml: service(
      "churn",
      "{ type: NodePort, ports: [{ port: 1, nodePort: 30001 }, { port: 1, protocol: UDP, nodePort: 30001 }] }",
    ),
    found: [],
  },
  {
    name: "ports that the API server assigns",
    yaml:
      service("churn", "{ type: NodePort, ports: [{ port: 1 }] }") +
      service("pricing", "{ type: NodePort, ports: [{ port: 1, nodePort: 0 }] }"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityNodePortTwice, yaml)).toEqual(found);
});
