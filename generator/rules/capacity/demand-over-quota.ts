import type { Location } from "../../diagnostics/diagnostic.ts";
import { replaced } from "../../diagnostics/example.ts";
import type { Consumer } from "../../evaluate/capacity/demand.ts";
import type { WrittenAmount } from "../../evaluate/capacity/limit-ranges.ts";
import { consumersOf, type UsageRow, usageOf } from "../../evaluate/capacity/namespace-usage.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { locate } from "../../load/locate.ts";
import { amountText } from "../../models/amount-text.ts";
import { runtimeKind } from "../../models/kinds.ts";
import { chartSections } from "../../models/seldon/chart-sections.ts";
import { runningParts } from "../../validate/effective-components.ts";
import { defineRule, type RuleFinding } from "../rule.ts";

export const capacityDemandOverQuota = defineRule({
  code: "capacity/demand-over-quota",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "manifest set",
  summary: "The objects of a namespace request more than its quota allows.",
  docs: {
    why: "The API server accepts Servers, StatefulSets and Deployments, but rejects their pods as soon as the quota is used up. The order in which controllers create pods decides which pods the API server rejects. The sum of the requests includes all containers (with the LimitRange's defaults for missing values), the maximum number of autoscaled replicas, Seldon's runtime, volumes, Services and object counts. If a Deployment must not remove an old pod before the new pod is ready, the sum also includes the additional pod of a rolling update. Without quota for the additional pod, the rolling update of the Deployment never finishes.",
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
    fix: "Raise the quota, or set fewer replicas, smaller requests or smaller defaults. The command tenantry capacity shows what each object requests.",
  },
  *check(manifestSet) {
    for (const namespace of manifestSet.ownNamespaces())
      for (const row of usageOf(manifestSet, namespace))
        if (row.left < 0n && row.hard.nanos >= 0n) yield demandFinding(manifestSet, namespace, row);
  },
});

function demandFinding(
  manifestSet: ManifestSet,
  namespace: string,
  { key, hard, requested, surge }: UsageRow,
): RuleFinding {
  const largest = consumersOf(manifestSet, namespace, key).slice(0, 4);
  const each = largest.map(({ what, usage }) => `${what} ${amountText(usage.get(key) ?? 0n, key)}`);
  const rolling = surge > 0n ? ` (${amountText(surge, key)} of it for rolling updates)` : "";
  const on = manifestSet.context.cluster === undefined ? "" : ` on ${manifestSet.context.cluster.name}`;
  const field = hard.by.handWritten ? undefined : quotaField(key);
  return {
    at: placeOf(manifestSet, hard, field, largest[0]),
    message: `quota of ${namespace}${on} exceeded: ${amountText(requested, key)} of ${key} requested${rolling}, ${hard.text} allowed`,
    hint: [
      ...(each.length === 0 ? [] : [`Largest requests: ${each.join(", ")}.`]),
      `Request less, or raise ${field === undefined ? "the quota" : `quota.${field.join(".")}`}.`,
    ].join(" "),
    related: largest.map(({ what, by }, index) => ({ at: by.at([]), message: each[index] ?? what })),
  };
}

/** The place of the quota's number. If it comes from a size or a default, the place of the replicas that request the most. */
function placeOf(
  manifestSet: ManifestSet,
  hard: WrittenAmount,
  field: readonly string[] | undefined,
  most: Consumer | undefined,
): Location {
  const quota = field === undefined ? hard.by.at(hard.path) : hard.by.at(["spec", ...field], "value");
  if (quota.nearby !== true || most === undefined) return quota;
  return componentPlace(manifestSet, most) ?? most.by.at(["spec", "replicas"], "value");
}

/** The place where a tenant's file sets the replicas of a component of its runtime. */
function componentPlace({ context, seldon }: ManifestSet, { what, by }: Consumer): Location | undefined {
  const { tenant } = context;
  const part = runningParts(true).find((candidate) => seldon.component[candidate] === what);
  if (by.kind !== runtimeKind || tenant === undefined || part === undefined) return undefined;
  const path = ["seldon", "components", chartSections[part], "replicas"];
  const origin = tenant.at(...path);
  return tenant.writes(path) ? locate(origin.source, origin.path) : undefined;
}

/** The field of a tenant file that sets a key of the quota. */
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
