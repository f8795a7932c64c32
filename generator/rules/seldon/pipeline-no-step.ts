import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./shared-findings.ts";

export const seldonPipelineNoStep = defineRule({
  code: "seldon/pipeline-no-step",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary: "A Pipeline has no steps.",
  docs: {
    why: "The scheduler rejects a Pipeline without steps, and the operator does not retry.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: []
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: [{ name: features }]
  output: { steps: [features] }
`,
    fix: "Add a step for each Model that the Pipeline runs.",
  },
  check: (pipeline) => pipelineFindings(pipeline, "no-step"),
});
