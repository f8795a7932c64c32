import { servicePolicies } from "../../admission/services.ts";
import { replaced } from "../../diagnostics/example.ts";
import { textsAt } from "../../evaluate/manifests/reading.ts";
import { tenantOf } from "../../evaluate/manifests/tenant-namespace.ts";
import { defineRule } from "../rule.ts";

export const networkExternalIp = defineRule({
  code: "network/external-ip",
  severity: "error",
  over: "object",
  kinds: ["Service"],
  summary: "No Service of a tenant claims addresses by externalIPs.",
  neverWaived:
    "Any address can be claimed, also one that other tenants' pods call: it is not for one of them to accept.",
  docs: {
    why: "Every node sends what is meant for such an address to the Service's pods, whosever address it is: the API server's, another team's database, a public one. Nothing in Kubernetes asks whether it was given to this tenant (CVE-2020-8554).",
    invalid: `
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: churn }
spec: { selector: { app: scoring }, ports: [{ port: 443 }], externalIPs: [192.168.1.10] }
`,
    valid: replaced("ports: [{ port: 443 }], externalIPs: [192.168.1.10]", "ports: [{ port: 443 }]"),
    fix: "Take externalIPs away. An address from outside comes by a load balancer, out of the cluster's pool.",
  },
  inCluster: [
    {
      policy: servicePolicies,
      holds: "dyn(object).spec.?externalIPs.orValue([]).size() == 0",
      found: 'dyn(object).spec.externalIPs.join(", ") + " claimed on every node"',
    },
  ],
  *check(service, manifestSet) {
    const claimed = textsAt(service.object, "spec", "externalIPs");
    if (claimed.length === 0 || tenantOf(manifestSet, service.namespace) === undefined) return;
    yield {
      at: service.at(["spec", "externalIPs"], "key"),
      message: `Service ${service.name} claims ${claimed.slice(0, 4).join(", ")} on every node`,
    };
  },
});
