import { replaced } from "../../diagnostics/example.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { podMonitorKind, prometheusRuleKind, serviceMonitorKind } from "../../models/kinds.ts";
import { isMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

export const monitoringNotSelected = defineRule({
  code: "monitoring/not-selected",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [podMonitorKind, serviceMonitorKind, prometheusRuleKind],
  summary: "A monitor or a PrometheusRule lacks a label that the cluster's Prometheus selects.",
  docs: {
    why: "A Prometheus instance uses only the monitors and PrometheusRules that its selectors match. If the label is missing, the API server accepts the object, but Prometheus scrapes no target and no alert fires.",
    invalid: `
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: models, namespace: churn }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: seldon-server } }
  podMetricsEndpoints: [{ port: metrics }]
`,
    valid: replaced(
      "metadata: { name: models, namespace: churn }",
      "metadata: { name: models, namespace: churn, labels: { release: prometheus } }",
    ),
    fix: "Add the labels that the cluster file lists under prometheus.monitorLabels.",
  },
  *check(manifest, { context: { cluster } }) {
    if (cluster === undefined || !isMap(manifest.object)) return;
    const labels = labelsAt(manifest.object, "metadata", "labels");
    const missing = Object.entries(cluster.spec.prometheus.monitorLabels).filter(
      ([key, value]) => labels[key] !== value,
    );
    if (missing.length === 0) return;
    yield {
      at: manifest.at(["metadata", "labels"], "key"),
      message: `missing ${missing.length === 1 ? "label" : "labels"} ${missing.map(([key]) => key).join(", ")} of ${manifest.object.kind} ${manifest.name}: the Prometheus of ${cluster.name} does not select the object`,
      hint: `Add ${missing.map(([key, value]) => `${key}: ${value}`).join(", ")}.`,
    };
  },
});
