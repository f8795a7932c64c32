import { textAt } from "../../evaluate/manifests/reading.ts";
import { defineRule } from "../rule.ts";

export const gitopsRenamed = defineRule({
  code: "gitops/renamed",
  severity: "error",
  inFolder: "warning",
  over: "object",
  summary: "No kustomization gives Seldon's objects other names.",
  docs: {
    why: "namePrefix and nameSuffix change the names of objects, and references in kinds that kustomize knows. Of Seldon's it knows none: an Experiment then names models, a Server a ServerConfig, a Pipeline steps that are not there any more.",
    invalid: `
# churn/kustomization.yaml
resources: [model.yaml]
namePrefix: blue-
# churn/model.yaml
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: gs://churn/baseline, requirements: [sklearn] }
`,
    valid: `
# churn/kustomization.yaml
resources: [model.yaml]
# churn/model.yaml
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: blue-baseline, namespace: churn }
spec: { storageUri: gs://churn/blue-baseline, requirements: [sklearn] }
`,
    fix: "Write the names out, or give kustomize the references under configurations.",
  },
  *check({ object, name, before, at, kind }) {
    if (!kind.startsWith("mlops.seldon.io/")) return;
    const written = textAt(before, "metadata", "name");
    if (written === undefined || written === name) return;
    yield {
      at: at(["metadata", "name"], "value"),
      message: `a kustomization makes ${object.kind} ${written} ${name}, and nothing that refers to it follows`,
    };
  },
});
