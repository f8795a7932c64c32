import { replaced } from "../../diagnostics/example.ts";
import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./shared-findings.ts";

export const seldonPipelineReference = defineRule({
  code: "seldon/pipeline-reference",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary:
    "A reference in a Pipeline does not have the format step, step.inputs or step.outputs, optionally followed by a tensor.",
  docs: {
    why: "The scheduler rejects a Pipeline with a reference in an unknown format, and the operator does not retry.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: [{ name: features }, { name: score, inputs: [features.result] }]
  output: { steps: [score] }
`,
    valid: replaced("inputs: [features.result]", "inputs: [features.outputs.result]"),
    fix: "Write <step>, <step>.inputs or <step>.outputs, and optionally a tensor, for example score.outputs.predict. To refer to another Pipeline, write <pipeline>.outputs or <pipeline>.step.<step>.outputs.",
  },
  check: (pipeline) => pipelineFindings(pipeline, "reference-form"),
});
