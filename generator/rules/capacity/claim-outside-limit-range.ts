import { replaced } from "../../diagnostics/example.ts";
import { claimsIn } from "../../evaluate/capacity/claims.ts";
import { namespaceLimits } from "../../evaluate/capacity/limit-ranges.ts";
import { amountText } from "../../models/amount-text.ts";
import { defineRule } from "../rule.ts";
import { duplicateClaims } from "./duplicate-claims.ts";

export const capacityClaimOutsideLimitRange = defineRule({
  code: "capacity/claim-outside-limit-range",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "scene",
  summary: "A volume claim is larger or smaller than its namespace's LimitRange permits.",
  docs: {
    why: "The API server refuses the claim. Where a StatefulSet or a Server makes it from a template, the template is stored, and the pods never come: only events of the StatefulSet say why.",
    invalid: `
apiVersion: v1
kind: LimitRange
metadata: { name: volumes, namespace: churn }
spec: { limits: [{ type: PersistentVolumeClaim, max: { storage: 20Gi } }] }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: notebooks, namespace: churn }
spec:
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 50Gi } }
`,
    valid: replaced("storage: 20Gi", "storage: 50Gi"),
    fix: "Ask for a volume within the LimitRange, or have the LimitRange changed.",
  },
  *check(manifestSet) {
    yield* duplicateClaims(
      claimsIn(manifestSet).flatMap(({ by, path, namespace, name, size }) =>
        namespaceLimits(manifestSet, namespace).bounds.flatMap((bound) => {
          if (bound.type !== "PersistentVolumeClaim" || bound.resource !== "storage" || size === undefined) return [];
          const [over, under] = [
            bound.kind === "max" && size > bound.nanos,
            bound.kind === "min" && size < bound.nanos,
          ];
          if (!over && !under) return [];
          return [
            {
              at: by.at([...path, "resources", "requests", "storage"]),
              message: `claim ${name} asks for ${amountText(size, "storage")}, ${over ? "over the most" : "under the least"} that LimitRange ${bound.by.name} permits, ${bound.text}`,
              related: [{ at: bound.by.at(bound.path), message: "the LimitRange" }],
            },
          ];
        }),
      ),
    );
  },
});
