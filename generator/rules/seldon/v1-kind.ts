import { groupVersion } from "../../models/kubernetes-object.ts";
import { defineRule } from "../rule.ts";

export const seldonV1Kind = defineRule({
  code: "seldon/v1-kind",
  severity: "error",
  inFolder: "warning",
  over: "object",
  summary: "An object has a kind of Seldon Core v1, which this platform does not support.",
  docs: {
    why: "The group machinelearning.seldon.io belongs to Seldon Core v1, another operator. Seldon Core v2 has no kind SeldonDeployment. If Seldon Core v1 is not installed, the API server rejects a SeldonDeployment. If Seldon Core v1 is installed, a SeldonDeployment creates pods that the checks of this platform do not cover.",
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
    fix: "Replace the object with a Model on a Server. Replace a graph with a Pipeline, and a canary with an Experiment.",
  },
  *check({ object, at, name }) {
    if (groupVersion(object.apiVersion).group !== "machinelearning.seldon.io") return;
    yield { at: at(["apiVersion"], "value"), message: `unsupported ${object.kind} ${name} of Seldon Core v1` };
  },
});
