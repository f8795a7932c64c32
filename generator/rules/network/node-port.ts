import { servicePolicies } from "../../admission/services.ts";
import { replaced } from "../../diagnostics/example.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { tenantOf } from "../../evaluate/manifests/tenant-namespace.ts";
import { defineRule } from "../rule.ts";

export const networkNodePort = defineRule({
  code: "network/node-port",
  severity: "error",
  over: "object",
  kinds: ["Service"],
  summary: "No Service of a tenant opens a port on every node.",
  docs: {
    why: "A NodePort is open on the address of every node, past the ingress, its certificates and whoever looks at its log. The caller's address is the node's by the time a network policy sees it, so a policy that keeps others out keeps these in, or everybody out.",
    invalid: `
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: churn }
spec: { type: NodePort, selector: { app: scoring }, ports: [{ port: 80 }] }
`,
    valid: replaced("type: NodePort", "type: ClusterIP"),
    fix: "Leave type out, and let callers in by a route; or ask for a load balancer, where the quota has one.",
  },
  inCluster: [
    {
      policy: servicePolicies,
      holds: 'variables.type != "NodePort"',
      found: '"a port on every node is opened"',
    },
  ],
  *check(service, manifestSet) {
    if (textAt(service.object, "spec", "type") !== "NodePort" || tenantOf(manifestSet, service.namespace) === undefined)
      return;
    yield {
      at: service.at(["spec", "type"], "value"),
      message: `Service ${service.name} opens a port on every node`,
      hint: "ClusterIP, and a route.",
    };
  },
});
