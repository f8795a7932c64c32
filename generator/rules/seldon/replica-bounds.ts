import { replaced } from "../../diagnostics/example.ts";
import { numberAt } from "../../evaluate/manifests/reading.ts";
import { modelKind, serverKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const seldonReplicaBounds = defineRule({
  code: "seldon/replica-bounds",
  severity: "error",
  over: "object",
  kinds: [modelKind, serverKind],
  summary:
    "The number of replicas is not between minReplicas and maxReplicas, or one of these three numbers is negative.",
  docs: {
    why: "The CRDs set no bounds for replicas, minReplicas and maxReplicas. At each reconciliation, the operator rejects an object with invalid bounds, and reports the error only in the object's status. If a Server sets minReplicas but no replicas, the operator creates one pod and waits for minReplicas pods (2.9.1).",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: gs://churn/baseline, requirements: [sklearn], replicas: 5, maxReplicas: 3 }
`,
    valid: replaced("replicas: 5, maxReplicas: 3", "replicas: 3, maxReplicas: 5"),
    fix: "Set replicas to a number between minReplicas and maxReplicas, or change minReplicas or maxReplicas.",
  },
  *check({ object, kind, at }) {
    const fields = ["replicas", "minReplicas", "maxReplicas"] as const;
    for (const field of fields) {
      const value = numberAt(object, "spec", field);
      if (value !== undefined && value < 0)
        yield { at: at(["spec", field], "value"), message: `invalid ${field} ${value}: it is negative` };
    }
    if (kind === serverKind && numberAt(object, "spec", "replicas") === undefined) {
      const least = numberAt(object, "spec", "minReplicas") ?? 1;
      if (least > 1)
        yield {
          at: at(["spec", "minReplicas"], "value"),
          message: `missing replicas with minReplicas ${least}: the operator creates only one pod`,
          hint: `Set replicas: ${least}.`,
        };
    }
    const [replicas, min, max] = fields.map((field) => numberAt(object, "spec", field));
    const orders = [
      ["minReplicas", min, "maxReplicas", max],
      ["minReplicas", min, "replicas", replicas],
      ["replicas", replicas, "maxReplicas", max],
    ] as const;
    for (const [low, lower, high, upper] of orders) {
      // The operator replaces replicas of 0 or less by the smallest number that it may use.
      if (lower === undefined || upper === undefined || lower <= upper || (high === "replicas" && upper <= 0)) continue;
      if (high === "maxReplicas" && upper <= 0) continue;
      yield { at: at(["spec", low], "value"), message: `${low} ${lower} exceeds ${high} ${upper}` };
    }
  },
});
