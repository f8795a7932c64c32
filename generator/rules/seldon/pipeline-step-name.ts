import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./graph.ts";

export const seldonPipelineStepName = defineRule({
  code: "seldon/pipeline-step-name",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary: "Steps of a Pipeline have names of their own.",
  docs: {
    why: "The scheduler refuses a Pipeline with two steps of one name, or with a step that is called as the Pipeline, and the operator does not try again.",
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
    fix: "Rename the step and its Model: a step runs the Model of its name. To run one Model twice make a second Model of the same artifact.",
  },
  check: (pipeline) => pipelineFindings(pipeline, "step-name"),
});
