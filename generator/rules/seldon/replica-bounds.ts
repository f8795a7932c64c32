import { replaced } from "../../diagnostics/example.ts";
import { numberAt } from "../../evaluate/manifests/reading.ts";
import { modelKind, serverKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const seldonReplicaBounds = defineRule({
  code: "seldon/replica-bounds",
  severity: "error",
  over: "object",
  kinds: [modelKind, serverKind],
  summary: "Replicas lie between minReplicas and maxReplicas, and none of them is negative.",
  docs: {
    why: "The CRD has no bounds for these numbers. The operator refuses the object at each look, and says so in its status only. Of a Server that says no replicas it makes one pod, and waits for minReplicas of them (2.9.1).",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: gs://churn/baseline, requirements: [sklearn], replicas: 5, maxReplicas: 3 }
`,
    valid: replaced("replicas: 5, maxReplicas: 3", "replicas: 3, maxReplicas: 5"),
    fix: "Raise the upper bound or lower the lower one.",
  },
  *check({ object, kind, at }) {
    const fields = ["replicas", "minReplicas", "maxReplicas"] as const;
    for (const field of fields) {
      const value = numberAt(object, "spec", field);
      if (value !== undefined && value < 0) yield { at: at(["spec", field], "value"), message: `${field} is negative` };
    }
    if (kind === serverKind && numberAt(object, "spec", "replicas") === undefined) {
      const least = numberAt(object, "spec", "minReplicas") ?? 1;
      if (least > 1)
        yield {
          at: at(["spec", "minReplicas"], "value"),
          message: `minReplicas is ${least}, and without replicas one pod is made`,
          hint: `Add replicas: ${least}.`,
        };
    }
    const [replicas, min, max] = fields.map((field) => numberAt(object, "spec", field));
    const orders = [
      ["minReplicas", min, "maxReplicas", max],
      ["minReplicas", min, "replicas", replicas],
      ["replicas", replicas, "maxReplicas", max],
    ] as const;
    for (const [low, lower, high, upper] of orders) {
      // Of replicas 0 or less the operator makes the least it may.
      if (lower === undefined || upper === undefined || lower <= upper || (high === "replicas" && upper <= 0)) continue;
      if (high === "maxReplicas" && upper <= 0) continue;
      yield { at: at(["spec", low], "value"), message: `${low} ${lower} is over ${high} ${upper}` };
    }
  },
});
