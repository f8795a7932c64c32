import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { capacityLimitRangeOrder } from "./limit-range-order.ts";

const range = (limits: string): string => `---
apiVersion: v1
kind: LimitRange
metadata: { name: container-limits, namespace: churn }
spec: { limits: ${limits} }
`;

test.each([
  {
    name: "ascending values, two of them equal",
    yaml: range(
      "[{ type: Container, min: { cpu: 10m }, defaultRequest: { cpu: 50m }, default: { cpu: 1 }, max: { cpu: 1000m } }]",
    ),
    found: [],
  },
  {
    name: "values in descending order",
    yaml: range(
      "[{ type: Container, min: { cpu: 4 }, defaultRequest: { cpu: 3 }, default: { cpu: 2 }, max: { cpu: 1 } }]",
    ),
    found: [
      "5:49 minimum 4 of cpu for a Container exceeds the maximum 1",
      "5:49 minimum 4 of cpu for a Container exceeds the default request 3",
      "5:49 minimum 4 of cpu for a Container exceeds the default limit 2",
      "5:77 default request 3 of cpu for a Container exceeds the default limit 2",
      "5:77 default request 3 of cpu for a Container exceeds the maximum 1",
      "5:98 default limit 2 of cpu for a Container exceeds the maximum 1",
    ],
  },
  {
    name: "bounds of a volume claim",
    yaml: range(
      "[{ type: Container }, { type: PersistentVolumeClaim, min: { storage: 10Gi }, max: { storage: 9Gi } }]",
    ),
    found: ["5:86 minimum 10Gi of storage for a PersistentVolumeClaim exceeds the maximum 9Gi"],
  },
  {
    name: "bounds of different resources",
    yaml: range("[{ type: Container, min: { cpu: 4 }, max: { memory: 1 } }]"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityLimitRangeOrder, yaml)).toEqual(found);
});
