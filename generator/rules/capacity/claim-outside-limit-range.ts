import { replaced } from "../../diagnostics/example.ts";
import { claimsIn } from "../../evaluate/capacity/claims.ts";
import { namespaceLimits } from "../../evaluate/capacity/limit-ranges.ts";
import { amountText } from "../../models/amount-text.ts";
import { defineRule } from "../rule.ts";
import { withoutDuplicateFindings } from "./without-duplicates.ts";

export const capacityClaimOutsideLimitRange = defineRule({
  code: "capacity/claim-outside-limit-range",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "manifest set",
  summary: "A volume claim is larger or smaller than the LimitRange of its namespace allows.",
  docs: {
    why: "The API server rejects a volume claim outside of the LimitRange. If the claim is in volumeClaimTemplates, the API server accepts the StatefulSet or ServerConfig, but the StatefulSet controller then cannot create the claims and the pods. Only events of the StatefulSet show the reason.",
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
    fix: "Request a size within the LimitRange, or change the LimitRange.",
  },
  *check(manifestSet) {
    yield* withoutDuplicateFindings(
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
              message: `request ${amountText(size, "storage")} of claim ${name} ${over ? "exceeds the maximum" : "is below the minimum"} ${bound.text} of LimitRange ${bound.by.name}`,
              related: [{ at: bound.by.at(bound.path), message: "the LimitRange" }],
            },
          ];
        }),
      ),
    );
  },
});
