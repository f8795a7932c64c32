import { replaced } from "../../diagnostics/example.ts";
import { listAt } from "../../evaluate/manifests/reading.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";

const types = ["Ingress", "Egress"];

/** Follows the API server's own validation (1.34). Its schema accepts any text. */
export const networkBadPolicyType = defineRule({
  code: "network/bad-policy-type",
  severity: "error",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "Invalid policyTypes in a NetworkPolicy.",
  docs: {
    why: "policyTypes lists the directions that a policy closes: Ingress, Egress or both, spelt exactly so. The schema accepts any text. The API server rejects the policy, and the connections that it should close stay open.",
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
        message: `${written.length} policyTypes, at most two are allowed`,
        hint: "List each type once.",
      };
    else
      for (const [index, type] of written.entries()) {
        if (typeof type !== "string" || types.includes(type)) continue;
        yield {
          at: policy.at(["spec", "policyTypes", index]),
          message: `unknown policy type ${type.slice(0, 30)}`,
          hint: suggestion(type, types),
          fix: types.find((known) => known.toLowerCase() === type.toLowerCase()),
        };
      }
  },
});
