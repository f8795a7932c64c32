import type { Location } from "../../diagnostics/diagnostic.ts";
import { replaced } from "../../diagnostics/example.ts";
import type { Consumer } from "../../evaluate/capacity/demand.ts";
import type { WrittenAmount } from "../../evaluate/capacity/limit-ranges.ts";
import { consumersOf, type UsageRow, usageOf } from "../../evaluate/capacity/namespace-usage.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { amountText } from "../../models/amount-text.ts";
import { defineRule, type RuleFinding } from "../rule.ts";

export const capacityDemandOverQuota = defineRule({
  code: "capacity/demand-over-quota",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "scene",
  summary: "What a namespace's objects ask for is more than its quota.",
  docs: {
    why: "Each object is stored, and its pods are refused one by one as the quota fills up, in no order that anybody chose. Counted are all containers after the LimitRange's defaults, as many replicas as autoscaling may make, Seldon's runtime, volumes, Services and objects; and the one pod more that a Deployment needs to bring in a new version beside the old, without which it never rolls out.",
    invalid: `
apiVersion: v1
kind: ResourceQuota
metadata: { name: tenant-quota, namespace: churn }
spec: { hard: { requests.memory: 4Gi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: features, namespace: churn }
spec:
  replicas: 2
  selector: { matchLabels: { app: features } }
  template:
    metadata: { labels: { app: features } }
    spec:
      containers:
        - name: features
          image: harbor.acme.test/churn/features:1
          resources: { requests: { memory: 2Gi } }
`,
    valid: replaced("spec: { hard: { requests.memory: 4Gi } }", "spec: { hard: { requests.memory: 6Gi } }"),
    fix: "Raise the quota, or ask for less: fewer replicas, smaller requests, lower defaults. tenantry capacity shows who takes what.",
  },
  *check(manifestSet) {
    for (const namespace of manifestSet.ownNamespaces())
      for (const row of usageOf(manifestSet, namespace))
        if (row.left < 0n && row.hard.nanos >= 0n) yield found(manifestSet, namespace, row);
  },
});

function found(
  manifestSet: ManifestSet,
  namespace: string,
  { key, hard, requested: asked, surge }: UsageRow,
): RuleFinding {
  const takers = consumersOf(manifestSet, namespace, key).slice(0, 4);
  const each = takers.map(({ what, usage }) => `${what} ${amountText(usage.get(key) ?? 0n, key)}`);
  const rolling = surge > 0n ? ` (${amountText(surge, key)} of it to roll out a new version)` : "";
  const on = manifestSet.context.cluster === undefined ? "" : ` on ${manifestSet.context.cluster.name}`;
  const field = hard.by.handWritten ? undefined : quotaField(key);
  return {
    at: placeOf(hard, field, takers[0]),
    message: `${namespace} asks for ${amountText(asked, key)} of ${key}${rolling}, and its quota${on} is ${hard.text}`,
    hint: [
      ...(each.length === 0 ? [] : [`Most of it: ${each.join(", ")}.`]),
      `Ask for less, or raise ${field === undefined ? "the quota" : `quota.${field.join(".")}`}.`,
    ].join(" "),
    related: takers.map(({ what, by }, index) => ({ at: by.at([]), message: each[index] ?? what })),
  };
}

/** The quota's number. Where no file says it, but a size or a default, what takes the most is what somebody wrote. */
function placeOf(hard: WrittenAmount, field: readonly string[] | undefined, most: Consumer | undefined): Location {
  const quota = field === undefined ? hard.by.at(hard.path) : hard.by.at(["spec", ...field], "value");
  return quota.nearby === true && most !== undefined ? most.by.at(["spec", "replicas"], "value") : quota;
}

/** Where a tenant's file says what a quota counts under a key. */
function quotaField(key: string): readonly string[] | undefined {
  const [, kind] = /^count\/([a-z]+)\.mlops\.seldon\.io$/.exec(key) ?? [];
  if (kind !== undefined) return ["objects", kind];
  if (/^(requests|limits)\.(cpu|memory)$/.test(key)) return key.split(".");
  return fields.get(key);
}

const fields: ReadonlyMap<string, readonly string[]> = new Map([
  ["requests.storage", ["storage"]],
  ["persistentvolumeclaims", ["persistentVolumeClaims"]],
  ["services.loadbalancers", ["loadBalancers"]],
  ["pods", ["objects", "pods"]],
  ["services", ["objects", "services"]],
  ["secrets", ["objects", "secrets"]],
  ["configmaps", ["objects", "configMaps"]],
]);
