import { replaced } from "../../diagnostics/example.ts";
import { readExpression } from "../../evaluate/monitoring/promql.ts";
import { prometheusRuleKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { alertRulesOf } from "./prometheus-rules.ts";

export const monitoringExpression = defineRule({
  code: "monitoring/expression",
  severity: "error",
  over: "object",
  kinds: [prometheusRuleKind],
  summary: "Expressions of rules are PromQL.",
  docs: {
    why: "The CRD takes any text. Where no webhook of the Prometheus operator looks at it, the whole group of rules is left out of Prometheus' configuration, its good rules too, and only the operator's log says so.",
    invalid: `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: models, namespace: churn }
spec: { groups: [{ name: models, rules: [{ alert: Slow, expr: "rate(seldon_model_infer_total[5m] > 1" }] }] }
`,
    valid: replaced(`expr: "rate(seldon_model_infer_total[5m] > 1"`, `expr: "rate(seldon_model_infer_total[5m]) > 1"`),
    fix: "Try it in Prometheus first.",
  },
  *check(manifest) {
    for (const { path, alert, expr } of alertRulesOf(manifest)) {
      const { brokenAt } = readExpression(expr);
      if (brokenAt === undefined) continue;
      const from = Math.max(0, brokenAt - 20);
      const shown = `${from === 0 ? "" : "…"}${expr.slice(from, brokenAt + 20).trim()}`;
      yield {
        at: manifest.at([...path, "expr"], "value"),
        message: `${alert ?? "a recording rule"} is no PromQL${shown === "" ? "" : ` at: ${shown}`}`,
      };
    }
  },
});
