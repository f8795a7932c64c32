import { replaced } from "../../diagnostics/example.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { selects } from "../../evaluate/network/selector.ts";
import { daemonSetKind, deploymentKind, replicaSetKind, statefulSetKind } from "../../models/kinds.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

export const gitopsSelectorMismatch = defineRule({
  code: "gitops/selector-mismatch",
  severity: "error",
  over: "object",
  kinds: [daemonSetKind, deploymentKind, replicaSetKind, statefulSetKind],
  summary: "The selector of a workload does not match the labels of its pods.",
  docs: {
    why: "The API server rejects such a workload: it would create pods indefinitely and never count one of them. No schema contains this rule, because it concerns two fields together.",
    invalid: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: features, namespace: churn }
spec:
  selector: { matchLabels: { app: features } }
  template:
    metadata: { labels: { app: feature } }
    spec: { containers: [{ name: features, image: "harbor.acme.test/churn/features:1.4.0" }] }
`,
    valid: replaced("metadata: { labels: { app: feature } }", "metadata: { labels: { app: features } }"),
    fix: "Give the template the labels that the selector requires. The selector of a running workload cannot be changed.",
  },
  *check({ object, at }) {
    const selector = valueAt(object, ["spec", "selector"]);
    const metadata = ["spec", "template", "metadata"];
    if (!isMap(selector) || selects(selector, labelsAt(object, ...metadata, "labels"))) return;
    yield { at: at(["spec", "selector"], "key"), message: "the selector does not match the labels of the template" };
  },
});
