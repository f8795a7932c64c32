import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./graph.ts";

export const pipelineNoStep = defineRule({
  code: "seldon/pipeline-no-step",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary: "A Pipeline has steps.",
  page: {
    why: "The scheduler refuses a Pipeline without steps, and the operator does not try again.",
    wrong: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: []
`,
    right: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: [{ name: features }]
  output: { steps: [features] }
`,
    mend: "Add a step for each Model that it runs through.",
  },
  check: (pipeline) => pipelineFindings(pipeline, "no-step"),
});
