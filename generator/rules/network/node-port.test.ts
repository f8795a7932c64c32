import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { networkNodePort } from "./node-port.ts";

const service = (spec: string, namespace = "churn"): string => `---
apiVersion: v1
kind: Service
metadata: { name: s, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  {
    name: "a NodePort of a tenant",
    yaml: service("type: NodePort"),
    found: ["5:15 type NodePort of Service s is not allowed: it opens a port on every node"],
  },
  { name: "a load balancer, which another rule checks", yaml: service("type: LoadBalancer"), found: [] },
  { name: "a Service without a type", yaml: service("ports: []"), found: [] },
  { name: "a NodePort of the platform", yaml: service("type: NodePort", "monitoring"), found: [] },
  { name: "a NodePort in an unknown namespace", yaml: service("type: NodePort", "elsewhere"), found: [] },
  {
    name: "a NodePort in a namespace with the tenant label",
    yaml: `${service("type: NodePort", "pricing")}---
apiVersion: v1
kind: Namespace
metadata: { name: pricing, labels: { tenantry.dev/tenant: pricing } }
`,
    found: ["5:15 type NodePort of Service s is not allowed: it opens a port on every node"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(networkNodePort, yaml, churnOnProduction())).toEqual(found);
});
