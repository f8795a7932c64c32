import { replaced } from "../../diagnostics/example.ts";
import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./graph.ts";

export const seldonPipelineUnknownStep = defineRule({
  code: "seldon/pipeline-unknown-step",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary: "What a step reads, and what a Pipeline gives, comes from one of its steps.",
  docs: {
    why: "The scheduler refuses an input or an output that names no step, and the operator does not try again.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: [{ name: features }, { name: score, inputs: [feature] }]
  output: { steps: [score] }
`,
    valid: replaced("inputs: [feature]", "inputs: [features]"),
    fix: "Name a step of this Pipeline, or the Pipeline itself for what came in.",
  },
  check: (pipeline) => pipelineFindings(pipeline, "unknown-step"),
});
