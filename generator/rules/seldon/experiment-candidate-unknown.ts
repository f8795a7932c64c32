import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import { modelsNamedIn } from "../../evaluate/seldon/experiment.ts";
import { experimentKind, modelKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { candidateKind, limitedSuggestions, namesOf } from "./shared-findings.ts";

export const seldonExperimentCandidateUnknown = defineRule({
  code: "seldon/experiment-candidate-unknown",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [experimentKind],
  summary: "A candidate or mirror of an Experiment does not exist in its namespace.",
  docs: {
    why: "The scheduler accepts an Experiment whose candidates do not exist, and waits for these candidates. If a candidate is missing, the Experiment does not become active, and its status does not contain the name of the missing candidate.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/baseline, requirements: [sklearn] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec:
  candidates: [{ name: baseline, weight: 80 }, { name: candidate, weight: 20 }]
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/baseline, requirements: [sklearn] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: candidate, namespace: churn }
spec: { storageUri: s3://churn/candidate, requirements: [sklearn] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Experiment
metadata: { name: split, namespace: churn }
spec:
  candidates: [{ name: baseline, weight: 80 }, { name: candidate, weight: 20 }]
`,
    fix: "Name Models of the same namespace, or Pipelines if resourceType is pipeline.",
  },
  *check(experiment, manifestSet) {
    const kind = candidateKind(experiment);
    const known = namesOf(manifestSet, kind, experiment.namespace);
    // A folder without any object of that kind may contain only the Experiment.
    if (known.size === 0 && manifestSet.isPartial) return;
    const near = limitedSuggestions();
    for (const { name, path } of modelsNamedIn(experiment.object)) {
      if (known.has(name)) continue;
      yield {
        at: experiment.at(path, "value"),
        message: `unknown ${kind === modelKind ? "Model" : "Pipeline"} ${name} in ${describeNamespace(experiment.namespace)}`,
        hint: near(name, known),
      };
    }
  },
});
