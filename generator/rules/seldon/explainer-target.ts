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
  summary: "An explainer or llm sets neither modelRef nor pipelineRef, or sets both.",
  neverWaived:
    "An explainer without a reference crashes the agent of its Server, and thus stops every model on that Server.",
  docs: {
    why: "If an explainer sets neither modelRef nor pipelineRef, the agent that loads the explainer crashes repeatedly, and the Server replica loses all its models. If an explainer sets both modelRef and pipelineRef, Seldon ignores one of the two references. The operator rejects a Model that is both an explainer and an llm.",
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
      yield {
        at: model.at(["spec", "llm"], "key"),
        message: `invalid Model ${model.name}: it is both an explainer and an llm`,
      };
    for (const kind of kinds) {
      const refs = ["modelRef", "pipelineRef"].filter((ref) => (textAt(model.object, "spec", kind, ref) ?? "") !== "");
      if (refs.length === 1) continue;
      yield {
        at: model.at(["spec", kind], "key"),
        message:
          refs.length === 0
            ? `missing reference in ${kind} ${model.name}: modelRef or pipelineRef`
            : `too many references in ${kind} ${model.name}: modelRef and pipelineRef`,
        hint: "Set either modelRef or pipelineRef.",
      };
    }
  },
});
