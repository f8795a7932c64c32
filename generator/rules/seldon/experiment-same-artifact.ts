import { textAt } from "../../evaluate/manifests/reading.ts";
import { candidatesOf } from "../../evaluate/seldon/experiment.ts";
import { experimentKind, modelKind } from "../../models/kinds.ts";
import { valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { candidateKind } from "./shared-findings.ts";

export const seldonExperimentSameArtifact = defineRule({
  code: "seldon/experiment-same-artifact",
  severity: "warning",
  over: "object",
  kinds: [experimentKind],
  summary: "Two candidates of an Experiment load the same artifact.",
  docs: {
    why: "An Experiment between two Models that load the same artifact shows no difference. The usual cause is a copied Model whose storageUri was not changed.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/model/1, requirements: [sklearn] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: candidate, namespace: churn }
spec: { storageUri: s3://churn/model/1, requirements: [sklearn] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec: { candidates: [{ name: baseline, weight: 80 }, { name: candidate, weight: 20 }] }
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/model/1, requirements: [sklearn] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: candidate, namespace: churn }
spec: { storageUri: s3://churn/model/2, requirements: [sklearn] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec: { candidates: [{ name: baseline, weight: 80 }, { name: candidate, weight: 20 }] }
`,
    fix: "Set the storageUri of each candidate to its own artifact.",
  },
  *check(experiment, manifestSet) {
    if (candidateKind(experiment) !== modelKind) return;
    const first = new Map<string, string>();
    for (const { name, path } of candidatesOf(experiment.object)) {
      const model = manifestSet.named(modelKind, experiment.namespace, name);
      const uri = textAt(model?.object, "spec", "storageUri");
      if (model === undefined || uri === undefined) continue;
      const other = first.get(uri);
      first.set(uri, other ?? name);
      if (other === undefined || other === name) continue;
      // With different parameters, the same artifact is a different model.
      if (
        parametersOf(model.object) !== parametersOf(manifestSet.named(modelKind, experiment.namespace, other)?.object)
      )
        continue;
      yield {
        at: experiment.at([...path, "name"], "value"),
        message: `duplicate artifact of candidates ${name} and ${other}`,
        related: [{ at: model.at(["spec", "storageUri"], "value"), message: uri }],
      };
    }
  },
});

function parametersOf(model: unknown): string {
  return ["parameters", "explainer", "artifactVersion", "requirements"]
    .map((field) => JSON.stringify(valueAt(model, ["spec", field])))
    .join();
}
