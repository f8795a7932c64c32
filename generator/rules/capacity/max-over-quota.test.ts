import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
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
    name: "under it",
    yaml: range("[{ type: Container, max: { cpu: 8 } }]") + quota("{ limits.cpu: 8000m }"),
    found: [],
  },
  {
    name: "over it",
    yaml:
      range("[{ type: Container, max: { cpu: 8, memory: 32Gi } }]") + quota("{ limits.cpu: 4, limits.memory: 32Gi }"),
    found: ["5:49 one Container may use 8 of cpu, and all of churn together 4"],
  },
  {
    name: "over the smaller of two",
    yaml: range("[{ type: Pod, max: { cpu: 8 } }]") + quota("{ limits.cpu: 10 }") + quota("{ limits.cpu: 2 }"),
    found: ["5:43 one Pod may use 8 of cpu, and all of churn together 2"],
  },
  {
    name: "claims are counted otherwise",
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
  expect(foundIn(capacityMaxOverQuota, yaml)).toEqual(found);
});
