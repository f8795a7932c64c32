import { replaced } from "../../diagnostics/example.ts";
import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./graph.ts";

export const seldonPipelineNoExternalInput = defineRule({
  code: "seldon/pipeline-no-external-input",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary: "An input of a Pipeline names where it comes from.",
  docs: {
    why: "A Pipeline with input, and no externalInputs in it, is refused by the scheduler, also where it has externalTriggers; the operator does not try again.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec:
  steps: [{ name: features }]
  input: { externalTriggers: [other.outputs] }
  output: { steps: [features] }
`,
    valid: replaced("input: { externalTriggers: [other.outputs] }", "input: { externalInputs: [other.outputs] }"),
    fix: "Give externalInputs, or leave input out.",
  },
  check: (pipeline) => pipelineFindings(pipeline, "no-external-input"),
});
