import { replaced } from "../../diagnostics/example.ts";
import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./graph.ts";

export const seldonPipelineInputIsTrigger = defineRule({
  code: "seldon/pipeline-input-is-trigger",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary: "What is an input of a step is no trigger of it.",
  docs: {
    why: "An input triggers by itself. The scheduler means to refuse it, but compares a step with its outputs and never finds any; the step then waits for one message twice.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: [{ name: features }, { name: score, inputs: [features.outputs], triggers: [features] }]
  output: { steps: [score] }
`,
    valid: replaced("inputs: [features.outputs], triggers: [features]", "inputs: [features.outputs]"),
    fix: "Leave the trigger out.",
  },
  check: (pipeline) => pipelineFindings(pipeline, "input-is-trigger"),
});
