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
  summary: "A Service sets a node port outside of the node port range of Kubernetes.",
  docs: {
    why: "The API server rejects a Service with a node port outside of the node port range. The default range is 30000 to 32767, and the flag --service-node-port-range of the API server changes it.",
    invalid: `
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: churn }
spec:
  type: NodePort
  ports: [{ port: 443, nodePort: 8443 }]
`,
    valid: replaced("ports: [{ port: 443, nodePort: 8443 }]", "ports: [{ port: 443, nodePort: 30443 }]"),
    fix: "Set nodePort to a number from 30000 to 32767, or remove nodePort to let Kubernetes assign a free port.",
  },
  *check(service) {
    for (const { number, path } of nodePortsOf(service)) {
      if (number >= lowest && number <= highest) continue;
      yield {
        at: service.at(path, "value"),
        message: `invalid node port ${number}: the range is ${lowest} to ${highest}`,
        hint: "Remove nodePort to let Kubernetes assign a free port.",
      };
    }
  },
});
