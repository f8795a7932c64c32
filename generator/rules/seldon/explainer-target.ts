import { replaced } from "../../diagnostics/example.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { modelKind } from "../../models/kinds.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

/** The agent dereferences the missing reference when it writes the settings of an MLServer model (2.9.1). */
export const seldonExplainerTarget = defineRule({
  code: "seldon/explainer-target",
  severity: "error",
  over: "object",
  kinds: [modelKind],
  summary: "An explainer or llm refers to neither a model nor a pipeline, or to both.",
  neverWaived: "It crashes the agent of its Server, and with it every model on that Server.",
  docs: {
    why: "With neither reference, the agent of the Server that loads the model crashes and does not recover: the replica crash-loops, and all models on it are lost. With both references, one is ignored. A Model that is both an explainer and an llm is rejected.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: why, namespace: churn }
spec: { storageUri: s3://churn/why, explainer: { type: anchor_tabular } }
`,
    valid: replaced("type: anchor_tabular", "type: anchor_tabular, modelRef: baseline"),
    fix: "Set either modelRef or pipelineRef, not both.",
  },
  *check(model) {
    const kinds = ["explainer", "llm"].filter((kind) => isMap(valueAt(model.object, ["spec", kind])));
    if (kinds.length === 2)
      yield { at: model.at(["spec", "llm"], "key"), message: `${model.name} is both an explainer and an llm` };
    for (const kind of kinds) {
      const refs = ["modelRef", "pipelineRef"].filter((ref) => (textAt(model.object, "spec", kind, ref) ?? "") !== "");
      if (refs.length === 1) continue;
      yield {
        at: model.at(["spec", kind], "key"),
        message: `${kind} ${model.name} refers to ${refs.length === 0 ? "neither a model nor" : "both a model and"} a pipeline`,
        hint: "Set either modelRef or pipelineRef.",
      };
    }
  },
});
