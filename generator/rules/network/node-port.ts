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
  summary: "A tenant's Service opens a port on every node.",
  docs: {
    why: "A NodePort is open on the address of every node, and bypasses the ingress, its certificates and its monitored log. If externalTrafficPolicy is Cluster (the default), the node replaces the caller's address with the address of the node before a network policy applies. A network policy can then only allow all callers or none.",
    invalid: `
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: churn }
spec: { type: NodePort, selector: { app: scoring }, ports: [{ port: 80 }] }
`,
    valid: replaced("type: NodePort", "type: ClusterIP"),
    fix: "Remove type, and let callers in through a route. If the quota allows a load balancer, you can use type LoadBalancer instead.",
  },
  inCluster: [
    {
      policy: servicePolicies,
      compliesWhen: 'variables.type != "NodePort"',
      message: '"type NodePort is not allowed: it opens a port on every node. Use type ClusterIP."',
    },
  ],
  *check(service, manifestSet) {
    if (textAt(service.object, "spec", "type") !== "NodePort" || tenantOf(manifestSet, service.namespace) === undefined)
      return;
    yield {
      at: service.at(["spec", "type"], "value"),
      message: `type NodePort of Service ${service.name} is not allowed: it opens a port on every node`,
      hint: "Use type ClusterIP, and add a route.",
    };
  },
});
