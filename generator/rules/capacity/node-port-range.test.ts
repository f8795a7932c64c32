import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { capacityNodePortRange } from "./node-port-range.ts";

const service = (namespace: string, spec: string, annotations = "{}"): string => `---
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: ${namespace}, annotations: ${annotations} }
spec: ${spec}
`;

test.each([
  {
    name: "ports within the range",
    yaml: service(
      "churn",
      "{ type: NodePort, ports: [{ port: 1, nodePort: 30000 }, { port: 2, nodePort: 32767 }, { port: 3 }, { port: 4, nodePort: 0 }] }",
    ),
    found: [],
  },
  {
    name: "a port below and a port above the range",
    yaml: service(
      "churn",
      "{ type: LoadBalancer, ports: [{ port: 1, nodePort: 29999 }, { port: 2, nodePort: 32768 }] }",
    ),
    found: [
      "5:58 invalid node port 29999: the range is 30000 to 32767",
      "5:88 invalid node port 32768: the range is 30000 to 32767",
    ],
  },
  {
    name: "a health check port outside of the range",
    yaml: service("churn", "{ type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 8080 }"),
    found: ["5:80 invalid node port 8080: the range is 30000 to 32767"],
  },
  {
    name: "a nodePort in a Service of type ClusterIP",
    yaml: service("churn", "{ type: ClusterIP, ports: [{ port: 1, nodePort: 1 }] }"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityNodePortRange, yaml)).toEqual(found);
});
