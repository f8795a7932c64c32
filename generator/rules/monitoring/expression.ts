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
  summary: "The expression of a rule is not valid PromQL.",
  docs: {
    why: "The PrometheusRule CRD accepts any text as an expression. If the Prometheus operator's admission webhook is not installed, one invalid rule makes the operator omit the whole PrometheusRule from Prometheus' configuration, including the valid rules. Only an event and the operator's log contain the error.",
    invalid: `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: models, namespace: churn }
spec: { groups: [{ name: models, rules: [{ alert: Slow, expr: "rate(seldon_model_infer_total[5m] > 1" }] }] }
`,
    valid: replaced(`expr: "rate(seldon_model_infer_total[5m] > 1"`, `expr: "rate(seldon_model_infer_total[5m]) > 1"`),
    fix: "Correct the expression, and test it in Prometheus before you commit it.",
  },
  *check(manifest) {
    for (const { path, alert, expr } of alertRulesOf(manifest)) {
      const { brokenAt } = readExpression(expr);
      if (brokenAt === undefined) continue;
      const from = Math.max(0, brokenAt - 20);
      const shown = `${from === 0 ? "" : "…"}${expr.slice(from, brokenAt + 20).trim()}`;
      yield {
        at: manifest.at([...path, "expr"], "value"),
        message: `invalid PromQL in ${alert === undefined ? "a recording rule" : `alert ${alert}`}${shown === "" ? "" : ` at: ${shown}`}`,
      };
    }
  },
});
