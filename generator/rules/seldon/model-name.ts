import { replaced } from "../../diagnostics/example.ts";
import { modelKind, pipelineKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const seldonModelName = defineRule({
  code: "seldon/model-name",
  severity: "error",
  over: "object",
  kinds: [modelKind, pipelineKind],
  summary: "The name of a Model or Pipeline contains a dot.",
  docs: {
    why: "The API server accepts a dot in the name of a Model or Pipeline, but the scheduler rejects the object, and the operator does not retry.",
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
    fix: "In the name, use only a to z, 0 to 9 and -.",
  },
  *check({ name, at, object }) {
    if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)) return;
    yield { at: at(["metadata", "name"], "value"), message: `invalid ${object.kind} name ${name}` };
  },
});
