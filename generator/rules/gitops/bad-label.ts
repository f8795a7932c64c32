import { replaced } from "../../diagnostics/example.ts";
import { isLabelKey, isLabelValue } from "../../evaluate/manifests/label.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { defineRule } from "../rule.ts";

export const gitopsBadLabel = defineRule({
  code: "gitops/bad-label",
  severity: "error",
  over: "object",
  summary: "A label has a key or a value that the API server rejects.",
  docs: {
    why: "A label value has at most 63 letters, digits, dots, dashes and underscores. Only a label key can contain a slash, between a domain and a name. Schemas do not limit labels: an object with an invalid label passes schema validation, and the API server rejects the object.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn, labels: { acme.test/source: models/baseline } }
spec: { storageUri: s3://churn/baseline, requirements: [sklearn] }
`,
    valid: replaced("acme.test/source: models/baseline", "acme.test/source: models-baseline"),
    fix: "Use only letters, digits, dots, dashes and underscores. For any other text, use an annotation.",
  },
  *check({ object, at, kind }) {
    if (kind.startsWith("kustomize.config.k8s.io/")) return;
    for (const [key, value] of Object.entries(labelsAt(object, "metadata", "labels"))) {
      // A placeholder is not a label until a program replaces it.
      if (/[$(){}<>]/.test(key + value)) continue;
      if (!isLabelKey(key))
        yield { at: at(["metadata", "labels", key], "key"), message: `invalid label key ${key.slice(0, 80)}` };
      else if (!isLabelValue(value))
        yield { at: at(["metadata", "labels", key], "value"), message: `invalid label value ${value.slice(0, 80)}` };
    }
  },
});
