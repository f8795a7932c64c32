import { replaced } from "../../diagnostics/example.ts";
import { modelKind, pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const seldonModelName = defineRule({
  code: "seldon/model-name",
  severity: "error",
  over: "object",
  kinds: [modelKind, pipelineKind],
  summary: "Models and Pipelines have names without dots.",
  docs: {
    why: "Kubernetes takes a dot in these names, and the scheduler refuses it, with an error that the operator does not try again.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline.v2, namespace: churn }
spec: { storageUri: gs://churn/baseline, requirements: [sklearn] }
`,
    valid: replaced(
      "metadata: { name: baseline.v2, namespace: churn }",
      "metadata: { name: baseline-v2, namespace: churn }",
    ),
    fix: "Use a to z, 0 to 9 and -.",
  },
  *check({ name, at, object }) {
    if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)) return;
    yield { at: at(["metadata", "name"], "value"), message: `${name} cannot be the name of a ${object.kind}` };
  },
});
