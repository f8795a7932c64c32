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
  summary: "A tenant's Service claims addresses with externalIPs.",
  neverWaived:
    "A Service can claim any address, also one that other tenants' pods call, so one tenant cannot accept the risk for all.",
  docs: {
    why: "Every node sends traffic for such an address to the Service's pods, also if it is the address of the API server, of another team's database or of a public host. Kubernetes does not check whether the address was given to this tenant (CVE-2020-8554).",
    invalid: `
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: churn }
spec: { selector: { app: scoring }, ports: [{ port: 443 }], externalIPs: [192.168.1.10] }
`,
    valid: replaced("ports: [{ port: 443 }], externalIPs: [192.168.1.10]", "ports: [{ port: 443 }]"),
    fix: "Remove externalIPs. For an address that is reachable from outside, use a load balancer with an address from the cluster's pool.",
  },
  inCluster: [
    {
      policy: servicePolicies,
      compliesWhen: "dyn(object).spec.?externalIPs.orValue([]).size() == 0",
      message:
        '"externalIPs " + dyn(object).spec.externalIPs.join(", ") + " is not allowed: every node would accept traffic for it. Remove the field."',
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
