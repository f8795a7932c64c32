import { replaced } from "../../diagnostics/example.ts";
import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import { textsAt } from "../../evaluate/manifests/reading.ts";
import { podMonitorKind, serviceMonitorKind } from "../../models/kinds.ts";
import { valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

export const monitoringMonitorElsewhere = defineRule({
  code: "monitoring/monitor-elsewhere",
  severity: "error",
  inFolder: "not checked",
  over: "object",
  kinds: [podMonitorKind, serviceMonitorKind],
  summary: "A monitor selects targets in other namespaces.",
  docs: {
    why: "If namespaceSelector selects all namespaces or lists other namespaces, one team's monitor scrapes the pods of other teams. If the monitors of two teams select the same pod, Prometheus scrapes the pod twice, with the labels and the interval of each monitor.",
    invalid: `
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: models, namespace: churn }
spec:
  namespaceSelector: { any: true }
  selector: { matchLabels: { app.kubernetes.io/name: seldon-server } }
  podMetricsEndpoints: [{ port: metrics }]
`,
    valid: replaced(
      `spec:
  namespaceSelector: { any: true }`,
      "spec:",
    ),
    fix: "Remove namespaceSelector, and create the monitor in the namespace of its targets.",
  },
  *check(monitor) {
    const path = ["spec", "namespaceSelector"];
    if (valueAt(monitor.object, [...path, "any"]) === true)
      yield {
        at: monitor.at([...path, "any"], "key"),
        message: `invalid namespaceSelector of ${monitor.object.kind} ${monitor.name}: it selects targets in every namespace`,
      };
    for (const [index, name] of textsAt(monitor.object, ...path, "matchNames").entries())
      if (name !== monitor.namespace)
        yield {
          at: monitor.at([...path, "matchNames", index], "value"),
          message: `invalid namespaceSelector of ${monitor.object.kind} ${monitor.name}: it selects targets in ${name}, but the monitor is in ${describeNamespace(monitor.namespace)}`,
        };
  },
});
