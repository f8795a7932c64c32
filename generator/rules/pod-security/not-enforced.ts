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
  summary: "A namespace with pods enforces no level.",
  docs: {
    why: "A namespace without the label enforces the level of the API server's own configuration, which is privileged if none is set: any pod may take over the node.",
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
      message: `${namespace.name} has pods and enforces no level`,
      hint: `Add the label ${enforceLabel}.`,
    };
  },
});
