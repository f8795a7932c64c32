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
  summary: "A node port lies outside the range that Kubernetes gives out.",
  docs: {
    why: "Node ports come from 30000 to 32767, unless the API server was started with another --service-node-port-range. A Service that chooses any other is refused.",
    invalid: `
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: churn }
spec:
  type: NodePort
  ports: [{ port: 443, nodePort: 8443 }]
`,
    valid: replaced("ports: [{ port: 443, nodePort: 8443 }]", "ports: [{ port: 443, nodePort: 30443 }]"),
    fix: "Choose one from 30000 to 32767, or leave it out and take what is given.",
  },
  *check(service) {
    for (const { number, path } of nodePortsOf(service)) {
      if (number >= lowest && number <= highest) continue;
      yield {
        at: service.at(path, "value"),
        message: `${number} is no node port: they go from ${lowest} to ${highest}`,
        hint: "Leave it out, and a free one is given.",
      };
    }
  },
});
