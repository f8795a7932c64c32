import { replaced } from "../../diagnostics/example.ts";
import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./graph.ts";

export const seldonPipelineReference = defineRule({
  code: "seldon/pipeline-reference",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary: "What a Pipeline reads is written step, step.outputs or step.inputs, with a tensor where one is meant.",
  docs: {
    why: "The scheduler refuses every other form, and the operator does not try again.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: [{ name: features }, { name: score, inputs: [features.result] }]
  output: { steps: [score] }
`,
    valid: replaced("inputs: [features.result]", "inputs: [features.outputs.result]"),
    fix: "Write step, step.inputs or step.outputs, then the tensor; of another Pipeline flow.outputs or flow.step.score.outputs.",
  },
  check: (pipeline) => pipelineFindings(pipeline, "reference-form"),
});
