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
    "A Service can claim any address, including an address that other tenants' pods call, so one tenant cannot accept the risk for all tenants.",
  docs: {
    why: "Every node sends traffic for an address in externalIPs to the Service's pods, even if the address belongs to the API server, to another team's database or to a public host. Kubernetes does not check whether the tenant may use the address (CVE-2020-8554).",
    invalid: `
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: churn }
spec: { selector: { app: scoring }, ports: [{ port: 443 }], externalIPs: [192.168.1.10] }
`,
    valid: replaced("ports: [{ port: 443 }], externalIPs: [192.168.1.10]", "ports: [{ port: 443 }]"),
    fix: "Remove externalIPs. To make the Service reachable from outside the cluster, use type LoadBalancer with an address from the cluster's pool for tenants.",
  },
  inCluster: [
    {
      policy: servicePolicies,
      compliesWhen: "dyn(object).spec.?externalIPs.orValue([]).size() == 0",
      message:
        '"externalIPs " + dyn(object).spec.externalIPs.join(", ") + " is not allowed: every node would send traffic for these addresses to this Service. Remove externalIPs."',
    },
  ],
  *check(service, manifestSet) {
    const claimed = textsAt(service.object, "spec", "externalIPs");
    if (claimed.length === 0 || tenantOf(manifestSet, service.namespace) === undefined) return;
    yield {
      at: service.at(["spec", "externalIPs"], "key"),
      message: `externalIPs ${claimed.slice(0, 4).join(", ")} of Service ${service.name} is not allowed: every node would send traffic for these addresses to the Service`,
    };
  },
});
