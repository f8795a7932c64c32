import { replaced } from "../../diagnostics/example.ts";
import { pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { pipelineFindings } from "./shared-findings.ts";

export const seldonPipelineNoExternalInput = defineRule({
  code: "seldon/pipeline-no-external-input",
  severity: "error",
  over: "object",
  kinds: [pipelineKind],
  summary: "The input of a Pipeline has no externalInputs.",
  docs: {
    why: "The scheduler rejects a Pipeline whose input has no externalInputs, even if the input has externalTriggers. The operator does not retry a rejected Pipeline.",
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
    fix: "Set externalInputs, or remove input.",
  },
  check: (pipeline) => pipelineFindings(pipeline, "no-external-input"),
});
