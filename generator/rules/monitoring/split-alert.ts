import { replaced } from "../../diagnostics/example.ts";
import { candidatesOf } from "../../evaluate/seldon/experiment.ts";
import { experimentKind, prometheusRuleKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { alertRulesOf } from "./prometheus-rules.ts";

export const monitoringSplitAlert = defineRule({
  code: "monitoring/split-alert",
  severity: "warning",
  over: "object",
  kinds: [prometheusRuleKind],
  summary: "An alert on a candidate's share of the requests fires at the intended weights of the Experiment.",
  docs: {
    why: "An alert that compares a candidate's share of the requests with a number is correct only for some weights of the Experiment. If a user changes the weights but not the number, the alert fires permanently, or never again.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec: { candidates: [{ name: baseline, weight: 50 }, { name: candidate, weight: 50 }] }
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: models, namespace: churn }
spec:
  groups:
    - name: split
      rules:
        - alert: CandidateStarves
          expr: sum by (namespace) (rate(seldon_model_infer_total{model="candidate"}[5m])) / sum by (namespace) (rate(seldon_model_infer_total[5m])) < 0.6
`,
    valid: replaced(
      `expr: sum by (namespace) (rate(seldon_model_infer_total{model="candidate"}[5m])) / sum by (namespace) (rate(seldon_model_infer_total[5m])) < 0.6`,
      `expr: sum by (namespace) (rate(seldon_model_infer_total{model="candidate"}[5m])) / sum by (namespace) (rate(seldon_model_infer_total[5m])) < 0.4`,
    ),
    fix: "Set the lower bound below the candidate's share, and the upper bound above it.",
  },
  *check(manifest, manifestSet) {
    for (const { path, alert, expr } of alertRulesOf(manifest)) {
      const share = shareOf(expr);
      if (alert === undefined || share === undefined) continue;
      for (const experiment of manifestSet.of(experimentKind)) {
        if (experiment.namespace !== manifest.namespace) continue;
        const candidates = candidatesOf(experiment.object);
        const sum = candidates.reduce((all, { weight }) => all + weight, 0);
        const candidate = candidates.find(({ name }) => name === share.model);
        if (candidate === undefined || sum <= 0) continue;
        const intended = candidate.weight / sum;
        const fires = share.operator.startsWith("<") ? intended < share.bound : intended > share.bound;
        if (!fires) continue;
        yield {
          at: manifest.at([...path, "expr"], "value"),
          message: `invalid bound in alert ${alert}: in Experiment ${experiment.name}, ${share.model} gets ${Math.round(intended * 100)} % of the requests`,
          related: [{ at: experiment.at([...candidate.path, "weight"]), message: `weight ${candidate.weight}` }],
        };
      }
    }
  },
});

interface Share {
  readonly model: string;
  readonly operator: string;
  readonly bound: number;
}

/** One model's requests divided by all models' requests, compared with a number. Undefined for any other expression. */
function shareOf(expr: string): Share | undefined {
  if (expr.length > 2_000) return undefined;
  const [left, right, more] = expr.split("/");
  if (left === undefined || right === undefined || more !== undefined) return undefined;
  const model = /seldon_model_infer_total\{model="([^"]+)"\}/.exec(left)?.[1];
  const compared = /seldon_model_infer_total(?:\{\})?\[[^\]]+\]\)\)? ?(<=?|>=?) ?(0(?:\.\d+)?|1)$/.exec(right.trim());
  if (model === undefined || compared === null) return undefined;
  return { model, operator: compared[1] ?? "", bound: Number(compared[2]) };
}
