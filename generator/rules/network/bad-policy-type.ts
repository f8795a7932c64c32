import { replaced } from "../../diagnostics/example.ts";
import { listAt } from "../../evaluate/manifests/reading.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";

const types = ["Ingress", "Egress"];

/** As the API server's own validation says it (1.34); its schema takes any text. */
export const networkBadPolicyType = defineRule({
  code: "network/bad-policy-type",
  severity: "error",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A NetworkPolicy closes something that there is not.",
  docs: {
    why: "A policy closes Ingress, Egress or both, spelt so under policyTypes. The schema takes any text; the API server itself refuses the policy, and what it should close stays open.",
    invalid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [ingress, egress]
`,
    valid: replaced("policyTypes: [ingress, egress]", "policyTypes: [Ingress, Egress]"),
    fix: "Write Ingress, Egress, or both.",
  },
  *check(policy) {
    const written = listAt(policy.object, "spec", "policyTypes");
    if (written.length > types.length)
      yield {
        at: policy.at(["spec", "policyTypes"], "key"),
        message: `${written.length} policyTypes, and there are two`,
        hint: "Write each once.",
      };
    else
      for (const [index, type] of written.entries()) {
        if (typeof type !== "string" || types.includes(type)) continue;
        yield {
          at: policy.at(["spec", "policyTypes", index]),
          message: `${type.slice(0, 30)} is nothing that a policy closes`,
          hint: suggestion(type, types),
          fix: types.find((known) => known.toLowerCase() === type.toLowerCase()),
        };
      }
  },
});
