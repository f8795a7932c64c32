import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { readExpression } from "../../evaluate/monitoring/promql.ts";
import { prometheusRuleKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { alertRulesOf } from "./prometheus-rules.ts";

export const monitoringAlertWithoutNamespace = defineRule({
  code: "monitoring/alert-without-namespace",
  severity: "error",
  inFolder: "not checked",
  over: "object",
  kinds: [prometheusRuleKind],
  summary: "An alert has no namespace label.",
  docs: {
    why: "By default, the Prometheus operator adds a matcher for the namespace label to each route of an AlertmanagerConfig. If an alert's expression removes the namespace label by aggregation, the alert matches no route of an AlertmanagerConfig, and no receiver of an AlertmanagerConfig gets the alert.",
    invalid: `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: models, namespace: churn }
spec: { groups: [{ name: models, rules: [{ alert: Quiet, expr: "sum(rate(seldon_model_infer_total[5m])) == 0" }] }] }
`,
    valid: `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: models, namespace: churn }
spec:
  groups:
    - name: models
      rules: [{ alert: Quiet, expr: "sum by (namespace) (rate(seldon_model_infer_total[5m])) == 0" }]
`,
    fix: "Aggregate by (namespace, ...), or add the namespace label to the alert.",
  },
  *check(manifest) {
    for (const { path, alert, expr, value } of alertRulesOf(manifest)) {
      if (alert === undefined || "namespace" in labelsAt(value, "labels")) continue;
      if (readExpression(expr).keepsNamespace) continue;
      yield {
        at: manifest.at([...path, "expr"], "value"),
        message: `missing namespace label of alert ${alert}: no route of ${describeNamespace(manifest.namespace)} matches the alert`,
        hint: "Aggregate by (namespace), or add the namespace label to the alert.",
      };
    }
  },
});
