import { replaced } from "../../diagnostics/example.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { daemonSetKind, deploymentKind, replicaSetKind, statefulSetKind } from "../../models/kinds.ts";
import { selects } from "../../validate/label-selector.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

export const gitopsSelectorMismatch = defineRule({
  code: "gitops/selector-mismatch",
  severity: "error",
  over: "object",
  kinds: [daemonSetKind, deploymentKind, replicaSetKind, statefulSetKind],
  summary: "The selector of a workload does not match the labels of its pods.",
  docs: {
    why: "The API server rejects a workload whose selector does not match its own pods, because the controller would create pods indefinitely. A schema cannot compare the selector with the labels of the pod template.",
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
    fix: "Give the pod template the labels that the selector requires. Do not change the selector: the API server rejects a new selector for an existing workload.",
  },
  *check({ object, name, at }) {
    const selector = valueAt(object, ["spec", "selector"]);
    const metadata = ["spec", "template", "metadata"];
    if (!isMap(selector) || selects(selector, labelsAt(object, ...metadata, "labels"))) return;
    yield {
      at: at(["spec", "selector"], "key"),
      message: `invalid selector of ${object.kind} ${name}: it does not match the labels of the pod template`,
    };
  },
});
