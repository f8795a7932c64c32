import { replaced } from "../../diagnostics/example.ts";
import type { Amounts } from "../../evaluate/capacity/limit-ranges.ts";
import { amountsAt } from "../../evaluate/capacity/limit-ranges.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { defineRule } from "../rule.ts";

const names = {
  min: "minimum",
  defaultRequest: "default request",
  default: "default limit",
  max: "maximum",
} as const;
type Kind = keyof typeof names;

/** The first must not be over the second. */
const orders: readonly (readonly [Kind, Kind])[] = [
  ["min", "max"],
  ["min", "defaultRequest"],
  ["min", "default"],
  ["defaultRequest", "default"],
  ["defaultRequest", "max"],
  ["default", "max"],
];

export const capacityLimitRangeOrder = defineRule({
  code: "capacity/limit-range-order",
  severity: "error",
  over: "object",
  kinds: ["LimitRange"],
  summary: "A LimitRange's minimum, defaults and maximum are not in order.",
  docs: {
    why: "The API server refuses a LimitRange unless minimum, default request, default limit and maximum rise in this order. Without it a quota of limits refuses every pod, as nothing gives them a default.",
    invalid: `
apiVersion: v1
kind: LimitRange
metadata: { name: container-limits, namespace: churn }
spec:
  limits:
    - type: Container
      default: { memory: 4Gi }
      max: { memory: 2Gi }
`,
    valid: replaced("default: { memory: 4Gi }", "default: { memory: 1Gi }"),
    fix: "Raise the upper one, or lower the lower.",
  },
  *check(range) {
    for (const [index, item] of listAt(range.object, "spec", "limits").entries()) {
      const type = textAt(item, "type") ?? "";
      const written = (kind: Kind): Amounts => amountsAt(range, ["spec", "limits", index, kind]);
      const all = {
        min: written("min"),
        defaultRequest: written("defaultRequest"),
        default: written("default"),
        max: written("max"),
      };
      for (const [low, high] of orders) {
        for (const [resource, lower] of all[low]) {
          const upper = all[high].get(resource);
          if (upper === undefined || lower.nanos <= upper.nanos) continue;
          yield {
            at: range.at(lower.path),
            message: `the ${names[low]} of ${resource} for a ${type}, ${lower.text}, is over the ${names[high]}, ${upper.text}`,
            hint: `Lower the ${names[low]}, or raise the ${names[high]}.`,
          };
        }
      }
    }
  },
});
