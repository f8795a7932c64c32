import { textAt } from "../../evaluate/manifests/reading.ts";
import { defineRule } from "../rule.ts";

export const gitopsRenamed = defineRule({
  code: "gitops/renamed",
  severity: "error",
  inFolder: "warning",
  over: "object",
  summary: "A kustomization renames a Seldon object.",
  docs: {
    why: "kustomize applies namePrefix and nameSuffix to the names of objects, and to references in the kinds that kustomize knows. kustomize does not know Seldon's kinds: an Experiment, a Server or a Pipeline then refers to a Model or a ServerConfig that no longer exists.",
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
    fix: "Write the final names in the manifests, or declare the name references in a file that the kustomization lists under configurations.",
  },
  *check({ object, name, before, at, kind }) {
    if (!kind.startsWith("mlops.seldon.io/")) return;
    const written = textAt(before, "metadata", "name");
    if (written === undefined || written === name) return;
    yield {
      at: at(["metadata", "name"], "value"),
      message: `a kustomization renames ${object.kind} ${written} to ${name}, but not the references to ${written}`,
    };
  },
});
