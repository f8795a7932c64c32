import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { capacityUnlikelyQuantity } from "./unlikely-quantity.ts";

const range = (limits: string): string => `---
apiVersion: v1
kind: LimitRange
metadata: { name: container-limits, namespace: churn }
spec: { limits: ${limits} }
`;
const quota = (hard: string): string => `---
apiVersion: v1
kind: ResourceQuota
metadata: { name: tenant-quota, namespace: churn }
spec: { hard: ${hard} }
`;

test.each([
  {
    name: "plausible quantities",
    yaml: range("[{ type: Container, default: { cpu: 500m, memory: 1Mi }, min: { memory: 0 } }]"),
    found: [],
  },
  {
    name: "memory in thousandths of a byte, and in bytes",
    yaml: range("[{ type: Container, default: { memory: 512m }, defaultRequest: { memory: 64 } }]"),
    found: [
      "5:56 unlikely quantity 512m of memory: less than a mebibyte",
      "5:90 unlikely quantity 64 of memory: less than a mebibyte",
    ],
  },
  {
    name: "thousands of cores for one container",
    yaml: range("[{ type: Container, default: { cpu: 2000 } }]"),
    found: ["5:53 unlikely quantity 2000 of cpu: more cores than any node has"],
  },
  { name: "thousands of cores in a quota", yaml: quota("{ requests.cpu: 2000 }"), found: [] },
  {
    name: "a small volume in a quota",
    yaml: quota("{ requests.storage: 100, pods: 1 }"),
    found: ["5:35 unlikely quantity 100 of requests.storage: less than a mebibyte"],
  },
  {
    name: "an invalid quantity is for another rule",
    yaml: range("[{ type: Container, default: { memory: 512MB } }]"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityUnlikelyQuantity, yaml)).toEqual(found);
});
