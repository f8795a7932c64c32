import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { capacityLimitRangeOrder } from "./limit-range-order.ts";

const range = (limits: string): string => `---
apiVersion: v1
kind: LimitRange
metadata: { name: container-limits, namespace: churn }
spec: { limits: ${limits} }
`;

test.each([
  {
    name: "in order, and alike",
    yaml: range(
      "[{ type: Container, min: { cpu: 10m }, defaultRequest: { cpu: 50m }, default: { cpu: 1 }, max: { cpu: 1000m } }]",
    ),
    found: [],
  },
  {
    name: "all out of order",
    yaml: range(
      "[{ type: Container, min: { cpu: 4 }, defaultRequest: { cpu: 3 }, default: { cpu: 2 }, max: { cpu: 1 } }]",
    ),
    found: [
      "5:49 the minimum of cpu for a Container, 4, is over the maximum, 1",
      "5:49 the minimum of cpu for a Container, 4, is over the default request, 3",
      "5:49 the minimum of cpu for a Container, 4, is over the default limit, 2",
      "5:77 the default request of cpu for a Container, 3, is over the default limit, 2",
      "5:77 the default request of cpu for a Container, 3, is over the maximum, 1",
      "5:98 the default limit of cpu for a Container, 2, is over the maximum, 1",
    ],
  },
  {
    name: "a claim's",
    yaml: range(
      "[{ type: Container }, { type: PersistentVolumeClaim, min: { storage: 10Gi }, max: { storage: 9Gi } }]",
    ),
    found: ["5:86 the minimum of storage for a PersistentVolumeClaim, 10Gi, is over the maximum, 9Gi"],
  },
  { name: "of different things", yaml: range("[{ type: Container, min: { cpu: 4 }, max: { memory: 1 } }]"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(capacityLimitRangeOrder, yaml)).toEqual(found);
});
