import { replaced } from "../../diagnostics/example.ts";
import { textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { modelKind } from "../../models/kinds.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

import { inferenceServersOf, placementOf } from "./servers.ts";

/**
 * A warning, because an artifact with its own model-settings.json needs no such requirement, and the artifact cannot be read
 * here. Artifacts for huggingface contain that file, the type of an explainer determines its runtime, and any other name
 * belongs to a Server with its own runtime.
 */
export const seldonRuntimeNotInferred = defineRule({
  code: "seldon/runtime-not-inferred",
  severity: "warning",
  over: "object",
  kinds: [modelKind],
  summary: "No requirement of a Model for MLServer names an MLServer runtime.",
  docs: {
    why: "If an artifact has no model-settings.json, the agent creates this file and derives the runtime from the Model's requirements. The agent cannot derive a runtime from the requirement mlserver alone, and the Model fails to load.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/baseline, requirements: [mlserver] }
`,
    valid: replaced("requirements: [mlserver]", "requirements: [mlserver, sklearn]"),
    fix: "Require one of alibi-detect, alibi-explain, lightgbm, mlflow, python, sklearn and xgboost. Alternatively, add a model-settings.json to the artifact and waive this rule.",
  },
  *check(model, manifestSet) {
    const requirements = [
      ...textsAt(model.object, "spec", "requirements"),
      textAt(model.object, "spec", "modelType") ?? "",
    ];
    const required = requirements.map((requirement) => requirement.trim()).filter((candidate) => candidate !== "");
    // For a server that the agent controls like Triton, it writes no settings and needs no runtime.
    const asMLServer = inferenceServersOf(manifestSet).filter(({ control }) => control === "mlserver");
    if (required.some((candidate) => asMLServer.every(({ name }) => name !== candidate))) return;
    if (["explainer", "llm"].some((field) => isMap(valueAt(model.object, ["spec", field])))) return;
    // seldon/requirement-not-offered reports a misspelt runtime. It is not a second mistake.
    if (placementOf(manifestSet, model)?.on.length === 0) return;
    yield {
      at: model.at(["spec", "requirements"], "key"),
      message: `missing MLServer runtime in the requirements of Model ${model.name}`,
      hint: `MLServer runtimes are ${manifestSet.seldon.agent.infers.join(", ")}. An artifact with its own model-settings.json needs no runtime in the Model's requirements.`,
    };
  },
});
