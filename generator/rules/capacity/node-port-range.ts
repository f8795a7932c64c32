import { replaced } from "../../diagnostics/example.ts";
import { nodePortsOf } from "../../evaluate/capacity/node-ports.ts";
import { defineRule } from "../rule.ts";

const [lowest, highest] = [30_000, 32_767];

export const capacityNodePortRange = defineRule({
  code: "capacity/node-port-range",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: ["Service"],
  summary: "A node port is outside the range that Kubernetes assigns.",
  docs: {
    why: "Node ports are between 30000 and 32767, unless the API server was started with another --service-node-port-range. The API server rejects a Service with any other node port.",
    invalid: `
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: churn }
spec:
  type: NodePort
  ports: [{ port: 443, nodePort: 8443 }]
`,
    valid: replaced("ports: [{ port: 443, nodePort: 8443 }]", "ports: [{ port: 443, nodePort: 30443 }]"),
    fix: "Set a port between 30000 and 32767, or remove it and let Kubernetes assign one.",
  },
  *check(service) {
    for (const { number, path } of nodePortsOf(service)) {
      if (number >= lowest && number <= highest) continue;
      yield {
        at: service.at(path, "value"),
        message: `invalid node port ${number}: the range is ${lowest} to ${highest}`,
        hint: "Remove the port, and Kubernetes assigns a free one.",
      };
    }
  },
});
