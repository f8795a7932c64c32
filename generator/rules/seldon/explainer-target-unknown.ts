import { replaced } from "../../diagnostics/example.ts";
import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { modelKind, pipelineKind } from "../../models/kinds.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";
import { namesOf } from "./shared-findings.ts";

export const seldonExplainerTargetUnknown = defineRule({
  code: "seldon/explainer-target-unknown",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [modelKind],
  summary: "The Model or Pipeline that an explainer or llm refers to does not exist in its namespace.",
  docs: {
    why: "For every request, an explainer calls the explained model by name. If the explained model does not exist, the explainer loads and becomes ready, but every request to the explainer fails.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/baseline, requirements: [sklearn] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: why, namespace: churn }
spec: { storageUri: s3://churn/why, explainer: { type: anchor_tabular, modelRef: base-line } }
`,
    valid: replaced("modelRef: base-line", "modelRef: baseline"),
    fix: "Name a Model or Pipeline of the same namespace.",
  },
  *check(model, manifestSet) {
    for (const kind of ["explainer", "llm"]) {
      for (const [field, target] of [
        ["modelRef", modelKind],
        ["pipelineRef", pipelineKind],
      ] as const) {
        const name = textAt(model.object, "spec", kind, field);
        if (name === undefined || name === "") continue;
        // A Model does not explain itself.
        const itself = target === modelKind && name === model.name;
        if (!itself && manifestSet.known(target, model.namespace, name) !== undefined) continue;
        const known = [...namesOf(manifestSet, target, model.namespace)].filter(
          (candidate) => target !== modelKind || candidate !== model.name,
        );
        if (known.length === 0 && manifestSet.isPartial) continue;
        yield {
          at: model.at(["spec", kind, field], "value"),
          message: `unknown ${field} ${name} of ${model.name}: no ${field === "modelRef" ? "Model" : "Pipeline"} in ${describeNamespace(model.namespace)} has this name`,
          hint: suggestion(name, known),
        };
      }
    }
  },
});
