import { replaced } from "../../diagnostics/example.ts";
import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./shared-findings.ts";

export const seldonPipelineUnknownTrigger = defineRule({
  code: "seldon/pipeline-unknown-trigger",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary: "A trigger names an unknown step.",
  neverWaived: "It crashes the scheduler for every model of the namespace.",
  docs: {
    why: "The scheduler does not check whether the step of a trigger exists. It dereferences the missing step and crashes. The Pipeline remains stored, the operator sends it again, and the scheduler crashes again: no model of the namespace can be changed any more. With allowCycles, the scheduler accepts the Pipeline without an error, and the step never runs.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: [{ name: features }, { name: score, inputs: [flow], triggers: [feature] }]
  output: { steps: [score] }
`,
    valid: replaced("triggers: [feature]", "triggers: [features]"),
    fix: "Name a step of this Pipeline.",
  },
  check: (pipeline) => pipelineFindings(pipeline, "unknown-trigger"),
});
