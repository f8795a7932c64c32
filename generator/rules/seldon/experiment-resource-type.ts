import { replaced } from "../../diagnostics/example.ts";
import { experimentKind } from "../../models/kinds.ts";
import { nearest } from "../../text/nearest.ts";
import { valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

const types = ["model", "pipeline"] as const;

export const seldonExperimentResourceType = defineRule({
  code: "seldon/experiment-resource-type",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [experimentKind],
  summary: "The resourceType of an Experiment is neither model nor pipeline.",
  docs: {
    why: "The operator treats every value other than pipeline as model, without an error. If the candidates are Pipelines, Seldon looks for Models with the same names, and the Experiment never becomes active.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec: { resourceType: pipelines, candidates: [{ name: a, weight: 80 }, { name: b, weight: 20 }] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: a, namespace: churn }
spec: { steps: [{ name: x }], output: { steps: [x] } }
`,
    valid: replaced("resourceType: pipelines", "resourceType: pipeline"),
    fix: "Set resourceType to model or pipeline. If the candidates are Models, you can omit resourceType.",
  },
  *check(experiment) {
    const written = valueAt(experiment.object, ["spec", "resourceType"]);
    if (typeof written !== "string" || types.some((type) => type === written)) return;
    yield {
      at: experiment.at(["spec", "resourceType"], "value"),
      message: `invalid resourceType ${written}: Seldon treats it as model`,
      fix: nearest(written, types),
    };
  },
});
