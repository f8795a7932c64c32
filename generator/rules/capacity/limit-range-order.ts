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

/** Pairs of which the first must not exceed the second. */
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
  summary: "The minimum, defaults and maximum of a LimitRange are not in ascending order.",
  docs: {
    why: "The API server rejects a LimitRange unless the minimum, default request, default limit and maximum are in ascending order. Without the LimitRange, containers get no default limits, and the API server rejects pods without limits if a quota counts limits.",
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
    fix: "Set min, defaultRequest, default and max in ascending order.",
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
            message: `${names[low]} ${lower.text} of ${resource} for a ${type} exceeds the ${names[high]} ${upper.text}`,
            hint: `Lower the ${names[low]}, or raise the ${names[high]}.`,
          };
        }
      }
    }
  },
});
