import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
import { networkNodePort } from "./node-port.ts";

const service = (spec: string, namespace = "churn"): string => `---
apiVersion: v1
kind: Service
metadata: { name: s, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  {
    name: "a port on every node",
    yaml: service("type: NodePort"),
    found: ["5:15 Service s opens a port on every node"],
  },
  { name: "a load balancer is another rule's", yaml: service("type: LoadBalancer"), found: [] },
  { name: "no type", yaml: service("ports: []"), found: [] },
  { name: "the platform may", yaml: service("type: NodePort", "monitoring"), found: [] },
  { name: "a namespace that nobody knows", yaml: service("type: NodePort", "elsewhere"), found: [] },
  {
    name: "a namespace whose label says that it is a tenant's",
    yaml: `${service("type: NodePort", "pricing")}---
apiVersion: v1
kind: Namespace
metadata: { name: pricing, labels: { tenantry.dev/tenant: pricing } }
`,
    found: ["5:15 Service s opens a port on every node"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(networkNodePort, yaml, churnOnProduction())).toEqual(found);
});
