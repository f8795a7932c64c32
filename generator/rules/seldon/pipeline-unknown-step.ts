import { replaced } from "../../diagnostics/example.ts";
import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./shared-findings.ts";

export const seldonPipelineUnknownStep = defineRule({
  code: "seldon/pipeline-unknown-step",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary: "An input of a step, or an output of a Pipeline, names an unknown step.",
  docs: {
    why: "The scheduler rejects an input or an output that names no step of the Pipeline, and the operator does not retry.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: [{ name: features }, { name: score, inputs: [feature] }]
  output: { steps: [score] }
`,
    valid: replaced("inputs: [feature]", "inputs: [features]"),
    fix: "Name a step of this Pipeline. To use the input of the Pipeline, name the Pipeline itself.",
  },
  check: (pipeline) => pipelineFindings(pipeline, "unknown-step"),
});
