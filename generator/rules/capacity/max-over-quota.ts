import { replaced } from "../../diagnostics/example.ts";
import { namespaceLimits } from "../../evaluate/capacity/limit-ranges.ts";
import { usageOf } from "../../evaluate/capacity/namespace-usage.ts";
import { defineRule } from "../rule.ts";

export const capacityMaxOverQuota = defineRule({
  code: "capacity/max-over-quota",
  severity: "error",
  inFolder: "warning",
  over: "manifest set",
  summary: "The maximum of a LimitRange for one container or pod exceeds the quota of the namespace.",
  docs: {
    why: "If a container requests the maximum of the LimitRange, the API server rejects its pod because of the quota, even if the namespace has no other pods. An event of the StatefulSet or ReplicaSet shows the reason for the missing pod.",
    invalid: `
apiVersion: v1
kind: LimitRange
metadata: { name: container-limits, namespace: churn }
spec: { limits: [{ type: Container, default: { memory: 1Gi }, max: { memory: 64Gi } }] }
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: tenant-quota, namespace: churn }
spec: { hard: { limits.memory: 32Gi } }
`,
    valid: replaced("memory: 64Gi", "memory: 16Gi"),
    fix: "Lower the maximum, or raise the quota.",
  },
  *check(manifestSet) {
    for (const namespace of manifestSet.ownNamespaces()) {
      const { bounds } = namespaceLimits(manifestSet, namespace);
      if (bounds.length === 0) continue;
      const rows = new Map(usageOf(manifestSet, namespace).map((row) => [row.key, row]));
      for (const { type, kind, resource, text, nanos, by, path } of bounds) {
        const hard = rows.get(`limits.${resource}`)?.hard;
        if (kind !== "max" || type === "PersistentVolumeClaim" || hard === undefined || nanos <= hard.nanos) continue;
        yield {
          at: by.at(path),
          message: `maximum ${text} of ${resource} for one ${type} exceeds the quota of ${namespace}: ${hard.text}`,
          hint: "Lower the maximum, or raise the quota.",
          related: [{ at: hard.by.at(hard.path), message: "the quota" }],
        };
      }
    }
  },
});
