import { replaced } from "../../diagnostics/example.ts";
import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./graph.ts";

export const seldonPipelineCycle = defineRule({
  code: "seldon/pipeline-cycle",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary: "Steps of a Pipeline do not wait for each other in a circle.",
  docs: {
    why: "The scheduler refuses a Pipeline with a circle unless it says allowCycles, and the operator does not try again.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: [{ name: features, inputs: [score] }, { name: score, inputs: [features] }]
  output: { steps: [score] }
`,
    valid: replaced("name: features, inputs: [score]", "name: features"),
    fix: "Break the circle, or say allowCycles: true and maxStepRevisits where it is meant.",
  },
  check: (pipeline) => pipelineFindings(pipeline, "cycle"),
});
