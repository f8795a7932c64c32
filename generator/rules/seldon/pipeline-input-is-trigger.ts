import { replaced } from "../../diagnostics/example.ts";
import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./shared-findings.ts";

export const seldonPipelineInputIsTrigger = defineRule({
  code: "seldon/pipeline-input-is-trigger",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary: "A step has the same source as an input and as a trigger.",
  docs: {
    why: "An input of a step already triggers the step. The scheduler should reject a step with the same input and trigger, but accepts it because of a bug.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: [{ name: features }, { name: score, inputs: [features.outputs], triggers: [features] }]
  output: { steps: [score] }
`,
    valid: replaced("inputs: [features.outputs], triggers: [features]", "inputs: [features.outputs]"),
    fix: "Remove the trigger.",
  },
  check: (pipeline) => pipelineFindings(pipeline, "input-is-trigger"),
});
