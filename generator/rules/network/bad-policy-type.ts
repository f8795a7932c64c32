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
  summary: "A NetworkPolicy has an unknown policy type, or more than two policy types.",
  docs: {
    why: "policyTypes lists the directions that a policy closes: Ingress, Egress or both, each with a capital letter. The Kubernetes schema accepts any text as a policy type. The API server rejects a policy with an unknown type, and the connections that the policy should close stay open.",
    invalid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [ingress, egress]
`,
    valid: replaced("policyTypes: [ingress, egress]", "policyTypes: [Ingress, Egress]"),
    fix: "Set policyTypes to Ingress, Egress, or both.",
  },
  *check(policy) {
    const written = listAt(policy.object, "spec", "policyTypes");
    if (written.length > types.length)
      yield {
        at: policy.at(["spec", "policyTypes"], "key"),
        message: `too many policyTypes: ${written.length}, and the limit is 2`,
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
