import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { networkExternalIp } from "./external-ip.ts";

const service = (spec: string, namespace = "churn"): string => `---
apiVersion: v1
kind: Service
metadata: { name: s, namespace: ${namespace} }
spec: { ${spec} }
`;

test.each([
  {
    name: "a tenant's Service with addresses",
    yaml: service("externalIPs: [192.168.1.10, 10.0.0.1]"),
    found: [
      "5:9 externalIPs 192.168.1.10, 10.0.0.1 of Service s is not allowed: every node would send traffic for these addresses to the Service",
    ],
  },
  { name: "an empty list", yaml: service("externalIPs: []"), found: [] },
  { name: "a Service of the platform", yaml: service("externalIPs: [192.168.1.10]", "monitoring"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(networkExternalIp, yaml, churnOnProduction())).toEqual(found);
});
