import { fixed } from "../../diagnostics/example.ts";
import { claimsIn } from "../../evaluate/capacity/claims.ts";
import { limitingIn } from "../../evaluate/capacity/limit-ranges.ts";
import { amountText } from "../../models/amount-text.ts";
import { defineRule } from "../rule.ts";
import { onceEach } from "./once-each.ts";

export const claimOutsideLimitRange = defineRule({
  code: "capacity/claim-outside-limit-range",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "scene",
  summary: "A volume claim is larger or smaller than its namespace's LimitRange permits.",
  page: {
    why: "The API server refuses the claim. Where a StatefulSet or a Server makes it from a template, the template is stored, and the pods never come: only events of the StatefulSet say why.",
    wrong: `
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
    right: fixed("storage: 20Gi", "storage: 50Gi"),
    mend: "Ask for a volume within the LimitRange, or have the LimitRange changed.",
  },
  *check(scene) {
    yield* onceEach(
      claimsIn(scene).flatMap(({ by, path, namespace, name, size }) =>
        limitingIn(scene, namespace).bounds.flatMap((bound) => {
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
