import { replaced } from "../../diagnostics/example.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { pipelineProblems } from "../../evaluate/seldon/pipeline.ts";
import { modelKind, pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { limitedSuggestions, namesOf } from "./shared-findings.ts";

export const seldonPipelineStepWithoutModel = defineRule({
  code: "seldon/pipeline-step-without-model",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [pipelineKind],
  summary: "A step of a Pipeline has no Model of the same name in its namespace.",
  docs: {
    why: "A step runs the Model that has its name. If the Model of a step does not exist, the Pipeline never becomes ready, and requests to the Pipeline wait until they time out.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: features, namespace: churn }
spec: { storageUri: s3://churn/features, requirements: [sklearn] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Pipeline
metadata: { name: flow, namespace: churn }
spec: { steps: [{ name: feature }], output: { steps: [feature] } }
`,
    valid: replaced(
      "steps: [{ name: feature }], output: { steps: [feature] }",
      "steps: [{ name: features }], output: { steps: [features] }",
    ),
    fix: "Give the step the name of its Model, or add the Model.",
  },
  *check(pipeline, manifestSet) {
    const known = namesOf(manifestSet, modelKind, pipeline.namespace);
    // A folder without any Model may contain only the Pipeline.
    if (known.size === 0 && manifestSet.isPartial) return;
    // Seldon rejects a Pipeline with other problems anyway, and the intended names of its steps are unknown.
    if (manifestSet.isPartial && [...pipelineProblems(pipeline.object, pipeline.name)].length > 0) return;
    const near = limitedSuggestions();
    for (const [index, step] of listAt(pipeline.object, "spec", "steps").entries()) {
      const name = textAt(step, "name") ?? "";
      if (known.has(name)) continue;
      yield {
        at: pipeline.at(["spec", "steps", index, "name"], "value"),
        message: `missing Model ${name} for step ${name} of Pipeline ${pipeline.name}`,
        hint: near(name, known),
      };
    }
  },
});
