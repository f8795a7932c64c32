import { replaced } from "../../diagnostics/example.ts";
import { textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { modelKind } from "../../models/kinds.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

import { placementOf, serversKnown } from "./servers.ts";

/**
 * A warning: an artifact with a model-settings.json of its own needs none of them, and nobody here sees the artifact. What
 * huggingface serves brings one, an explainer is told by its type, and any other name is of a Server that knows what it is for.
 */
export const seldonRuntimeNotInferred = defineRule({
  code: "seldon/runtime-not-inferred",
  severity: "warning",
  over: "object",
  kinds: [modelKind],
  summary: "A Model for MLServer requires something that tells the agent which runtime to use.",
  docs: {
    why: "Where an artifact brings no model-settings.json, the agent writes one, and takes the runtime from the requirements. From mlserver alone it cannot tell, and the Model fails to load.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/baseline, requirements: [mlserver] }
`,
    valid: replaced("requirements: [mlserver]", "requirements: [mlserver, sklearn]"),
    fix: "Require one of alibi-detect, alibi-explain, lightgbm, mlflow, python, sklearn and xgboost, or put a model-settings.json into the artifact and waive this.",
  },
  *check(model, manifestSet) {
    const requirements = [
      ...textsAt(model.object, "spec", "requirements"),
      textAt(model.object, "spec", "modelType") ?? "",
    ];
    const asked = requirements.map((requirement) => requirement.trim()).filter((candidate) => candidate !== "");
    // Of Triton's way it writes no settings: a runtime is not asked for.
    const asMLServer = serversKnown(manifestSet).filter(({ control }) => control === "mlserver");
    if (asked.some((candidate) => asMLServer.every(({ name }) => name !== candidate))) return;
    if (["explainer", "llm"].some((field) => isMap(valueAt(model.object, ["spec", field])))) return;
    // What no Server offers is another rule's: a misspelt runtime is not one more mistake.
    if (placementOf(manifestSet, model)?.on.length === 0) return;
    yield {
      at: model.at(["spec", "requirements"], "key"),
      message: `nothing that ${model.name} requires names a runtime of MLServer`,
      hint: `Those are ${manifestSet.seldon.agent.infers.join(", ")}. An artifact with its own model-settings.json needs none.`,
    };
  },
});
