import { replaced } from "../../diagnostics/example.ts";
import { namespaceLimits } from "../../evaluate/capacity/limit-ranges.ts";
import { usageOf } from "../../evaluate/capacity/namespace-usage.ts";
import { defineRule } from "../rule.ts";

export const capacityMaxOverQuota = defineRule({
  code: "capacity/max-over-quota",
  severity: "error",
  inFolder: "warning",
  over: "manifest set",
  summary: "A LimitRange allows one container or pod more than the quota allows the whole namespace.",
  docs: {
    why: "The quota would reject a container of the maximum size that the LimitRange allows, even if it were the only one. If a user requests this maximum, the pods are missing, and only an event of the StatefulSet shows why.",
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
