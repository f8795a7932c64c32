import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./shared-findings.ts";

export const seldonPipelineStepName = defineRule({
  code: "seldon/pipeline-step-name",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary: "Two steps of a Pipeline have the same name, or a step has the name of its Pipeline.",
  docs: {
    why: "The scheduler rejects a Pipeline with two steps that have the same name, or with a step that has the Pipeline's name. The operator does not retry a rejected Pipeline.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: [{ name: features }, { name: features }]
  output: { steps: [features] }
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: [{ name: features }, { name: score, inputs: [features] }]
  output: { steps: [score] }
`,
    fix: "Rename the step and its Model: a step runs the Model that has its name. To run one Model twice, create a second Model with the same artifact.",
  },
  check: (pipeline) => pipelineFindings(pipeline, "step-name"),
});
