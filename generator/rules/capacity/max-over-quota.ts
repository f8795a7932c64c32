import { fixed } from "../../diagnostics/example.ts";
import { ledgerOf } from "../../evaluate/capacity/ledger.ts";
import { limitingIn } from "../../evaluate/capacity/limit-ranges.ts";
import { defineRule } from "../rule.ts";

export const maxOverQuota = defineRule({
  code: "capacity/max-over-quota",
  severity: "error",
  inFolder: "warning",
  over: "scene",
  summary: "A LimitRange allows one container or pod more than the quota allows them all.",
  page: {
    why: "A container as large as the LimitRange permits would be refused by the quota, even alone. Whoever reads the maximum and asks for it finds his pods missing, with an event of the StatefulSet and nothing else.",
    wrong: `
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
    right: fixed("memory: 64Gi", "memory: 16Gi"),
    mend: "Lower the maximum, or raise the quota.",
  },
  *check(scene) {
    for (const namespace of scene.ownNamespaces()) {
      const { bounds } = limitingIn(scene, namespace);
      if (bounds.length === 0) continue;
      const rows = new Map(ledgerOf(scene, namespace).map((row) => [row.key, row]));
      for (const { type, kind, resource, text, nanos, by, path } of bounds) {
        const hard = rows.get(`limits.${resource}`)?.hard;
        if (kind !== "max" || type === "PersistentVolumeClaim" || hard === undefined || nanos <= hard.nanos) continue;
        yield {
          at: by.at(path),
          message: `one ${type} may use ${text} of ${resource}, and all of ${namespace} together ${hard.text}`,
          hint: "Lower the maximum, or raise the quota.",
          related: [{ at: hard.by.at(hard.path), message: "the quota" }],
        };
      }
    }
  },
});
