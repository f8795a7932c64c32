import { replaced } from "../../diagnostics/example.ts";
import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./shared-findings.ts";

export const seldonPipelineCycle = defineRule({
  code: "seldon/pipeline-cycle",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary: "Steps of a Pipeline wait for each other in a cycle.",
  docs: {
    why: "The scheduler rejects a Pipeline with a cycle unless allowCycles is true, and the operator does not retry.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: [{ name: features, inputs: [score] }, { name: score, inputs: [features] }]
  output: { steps: [score] }
`,
    valid: replaced("name: features, inputs: [score]", "name: features"),
    fix: "Break the cycle. If the cycle is intended, set allowCycles: true and maxStepRevisits.",
  },
  check: (pipeline) => pipelineFindings(pipeline, "cycle"),
});
