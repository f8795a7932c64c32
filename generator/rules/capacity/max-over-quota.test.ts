import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { capacityMaxOverQuota } from "./max-over-quota.ts";

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
    name: "a maximum equal to the quota",
    yaml: range("[{ type: Container, max: { cpu: 8 } }]") + quota("{ limits.cpu: 8000m }"),
    found: [],
  },
  {
    name: "a maximum above the quota",
    yaml:
      range("[{ type: Container, max: { cpu: 8, memory: 32Gi } }]") + quota("{ limits.cpu: 4, limits.memory: 32Gi }"),
    found: ["5:49 maximum 8 of cpu for one Container exceeds the quota of churn: 4"],
  },
  {
    name: "a maximum above the smaller of two quotas",
    yaml: range("[{ type: Pod, max: { cpu: 8 } }]") + quota("{ limits.cpu: 10 }") + quota("{ limits.cpu: 2 }"),
    found: ["5:43 maximum 8 of cpu for one Pod exceeds the quota of churn: 2"],
  },
  {
    name: "a maximum for volume claims",
    yaml: range("[{ type: PersistentVolumeClaim, max: { cpu: 8 } }]") + quota("{ limits.cpu: 4 }"),
    found: [],
  },
  {
    name: "another namespace's quota",
    yaml:
      range("[{ type: Container, max: { cpu: 8 } }]") +
      quota("{ limits.cpu: 4 }").replace("namespace: churn", "namespace: pricing"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityMaxOverQuota, yaml)).toEqual(found);
});
