import { replaced } from "../../diagnostics/example.ts";
import { podsIn } from "../../evaluate/manifests/known-pods.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { enforceLabel } from "./labels.ts";

export const podSecurityNotEnforced = defineRule({
  code: "pod-security/not-enforced",
  severity: "warning",
  inFolder: "not checked",
  over: "object",
  kinds: ["Namespace"],
  summary: "A namespace with pods enforces no pod security level.",
  docs: {
    why: "Without the label pod-security.kubernetes.io/enforce, the API server enforces the default level that its configuration sets. If the API server's configuration sets no default level, the enforced level is privileged, and any pod can take over its node.",
    invalid: `
apiVersion: v1
kind: Namespace
metadata: { name: churn }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache, namespace: churn }
spec: { template: { spec: { containers: [{ name: cache, image: redis:8 }] } } }
`,
    valid: replaced(
      "metadata: { name: churn }",
      "metadata: { name: churn, labels: { pod-security.kubernetes.io/enforce: baseline } }",
    ),
    fix: "Set the label pod-security.kubernetes.io/enforce to baseline or restricted.",
  },
  *check(namespace, manifestSet) {
    if (enforceLabel in labelsAt(namespace.object, "metadata", "labels")) return;
    if (podsIn(manifestSet, namespace.name).length === 0) return;
    yield {
      at: namespace.at(["metadata", "labels"], "key"),
      message: `missing pod security level of namespace ${namespace.name}`,
      hint: `Add the label ${enforceLabel}.`,
    };
  },
});
