import { groupVersion } from "../../models/kubernetes-object.ts";
import { defineRule } from "../rule.ts";

export const seldonV1Kind = defineRule({
  code: "seldon/v1-kind",
  severity: "error",
  inFolder: "warning",
  over: "object",
  summary: "Kinds of Seldon Core v1 are nobody's here.",
  docs: {
    why: "The group machinelearning.seldon.io belongs to Seldon Core v1, another operator. Seldon Core v2 does not know SeldonDeployments: without v1 the API server refuses them, with it they make pods that no quota or policy here reckons with.",
    invalid: `
apiVersion: machinelearning.seldon.io/v1
kind: SeldonDeployment
metadata: { name: baseline, namespace: churn }
spec: { predictors: [] }
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: gs://churn/baseline, requirements: [sklearn] }
`,
    fix: "Make a Model of it, on a Server; a graph becomes a Pipeline, a canary an Experiment.",
  },
  *check({ object, at, name }) {
    if (groupVersion(object.apiVersion).group !== "machinelearning.seldon.io") return;
    yield { at: at(["apiVersion"], "value"), message: `${object.kind} ${name} is of Seldon Core v1` };
  },
});
