import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { effectiveRulesOf, peersIn } from "./peers.ts";

/** Any address with a prefix of length 0, which means all addresses of the family. */
const wholeFamily = /^[0-9a-fA-F.:]{1,45}\/0{1,3}$/;

export const networkInternetWithoutExceptions = defineRule({
  code: "network/internet-without-exceptions",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "An ipBlock covers every IP address and has no exceptions.",
  docs: {
    why: "The networks 0.0.0.0/0 and ::/0 cover not only the internet but also the nodes, the API server and the metadata address of the cloud (169.254.169.254). With many network plug-ins, 0.0.0.0/0 and ::/0 also cover the pods of all other tenants.",
    invalid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-internet, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 0.0.0.0/0 } }]
      ports: [{ port: 443 }]
`,
    valid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-bureau, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 203.0.113.0/24 } }]
      ports: [{ port: 443 }]
`,
    fix: "List only the needed networks, or list the cluster's own networks under except: pods, Services, nodes, the API server and 169.254.0.0/16.",
  },
  *check(policy) {
    for (const { path, peer } of peersIn(effectiveRulesOf(policy))) {
      const cidr = textAt(peer, "ipBlock", "cidr");
      if (cidr === undefined || !wholeFamily.test(cidr) || listAt(peer, "ipBlock", "except").length > 0) continue;
      yield {
        at: policy.at([...path, "ipBlock", "cidr"]),
        message: `missing exceptions for ipBlock ${cidr}: it covers every address, including the addresses of the cluster`,
        hint: "List only the needed networks, or list the cluster's own networks under except.",
      };
    }
  },
});
