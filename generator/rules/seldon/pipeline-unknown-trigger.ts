import { replaced } from "../../diagnostics/example.ts";
import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./shared-findings.ts";

export const seldonPipelineUnknownTrigger = defineRule({
  code: "seldon/pipeline-unknown-trigger",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary: "A trigger in a Pipeline names an unknown step.",
  neverWaived: "The Pipeline crashes the scheduler, which every model of the namespace uses.",
  docs: {
    why: "The scheduler does not check whether the step of a trigger exists. The scheduler dereferences the missing step and crashes. After each restart, the operator sends the Pipeline again and the scheduler crashes again, so users can no longer change any model of the namespace. With allowCycles, the scheduler accepts a Pipeline with an unknown trigger without an error, and the step never runs.",
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
