import type { Location } from "../../diagnostics/diagnostic.ts";
import { replaced } from "../../diagnostics/example.ts";
import { quotasIn } from "../../evaluate/capacity/namespace-usage.ts";
import { canonicalKey } from "../../evaluate/capacity/usage.ts";
import { isUnit } from "../../evaluate/manifests/known-pods.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { listAt, mapAt, scalarText, textAt } from "../../evaluate/manifests/reading.ts";
import { gpusOf } from "../../generate/quota.ts";
import type { Path } from "../../load/source.ts";
import { amountOf } from "../../models/quantity.ts";
import { containersOfServer, quotaOf } from "../../validate/effective.ts";
import type { ClusterEntry, PlatformEntry, TenantEntry } from "../../validate/inventory.ts";
import { defineRule, type RuleFinding } from "../rule.ts";

export const capacityQuotaLoosened = defineRule({
  code: "capacity/quota-loosened",
  severity: "error",
  over: "manifest set",
  summary: "The quota or LimitRange of a namespace allows more than the tenant file declares.",
  docs: {
    why: "The promised capacity of a cluster is the sum of the quotas in the tenant files. A component or a patch can raise a quota, remove an entry of a quota, or raise the maximum of a container. With a raised quota, a tenant can use capacity that is promised to other tenants, but the tenant file still shows the old amount. The rule accepts a component that lowers a quota.",
    invalid: `
apiVersion: v1
kind: ResourceQuota
metadata: { name: tenant-quota, namespace: churn }
spec:
  hard:
    requests.cpu: "80"
    requests.memory: 16Gi
    limits.cpu: "24"
    limits.memory: 32Gi
    requests.storage: 200Gi
    requests.nvidia.com/gpu: "0"
    persistentvolumeclaims: "6"
    services.loadbalancers: "0"
    count/models.mlops.seldon.io: "20"
    count/servers.mlops.seldon.io: "4"
`,
    valid: replaced(`requests.cpu: "80"`, `requests.cpu: "4"`),
    fix: "Set the amount in the tenant file, under quota or containers, and remove the patch.",
  },
  *check(manifestSet) {
    const { platform, cluster, tenant } = manifestSet.context;
    if (platform === undefined || cluster === undefined || tenant === undefined) return;
    const quotas = quotasIn(manifestSet, tenant.name);
    const ranges = manifestSet.of("LimitRange").filter(({ namespace }) => namespace === tenant.name);
    const whole = isUnit(manifestSet) ? manifestSet.named("Namespace", undefined, tenant.name) : undefined;
    const quota = quotas[0]?.at(["spec", "hard"]) ?? whole?.at();
    if (quota !== undefined)
      yield* loosenedFindings(declaredQuotaLimits(platform, cluster, tenant), quotas.flatMap(hardOf), quota);
    const range = ranges[0]?.at(["spec", "limits"]) ?? whole?.at();
    if (range !== undefined) yield* loosenedFindings(maximumLines(platform, tenant), ranges.flatMap(maximaOf), range);
  },
});

/** A number in the tenant file, and the keys that Kubernetes uses for it. */
interface Line {
  readonly name: string;
  readonly keys: readonly string[];
  readonly most: string;
}

/** A number in a ResourceQuota or a LimitRange. */
interface Amount {
  readonly by: Manifest;
  readonly path: Path;
  readonly key: string;
  readonly value: unknown;
}

function* loosenedFindings(
  lines: readonly Line[],
  reported: readonly Amount[],
  place: Location,
): Iterable<RuleFinding> {
  for (const { name, keys, most } of lines) {
    const declared = amountOf(most);
    if (declared === undefined) continue;
    // All quotas of a namespace apply, so the smallest counts.
    const found = reported.flatMap((item) => {
      const amount = keys.includes(item.key) ? amountOf(item.value) : undefined;
      return amount === undefined ? [] : [{ ...item, amount }];
    });
    if (found.some(({ amount }) => amount <= declared)) continue;
    const [first] = found;
    yield {
      at: first === undefined ? place : first.by.at(first.path, "value"),
      message:
        first === undefined
          ? `missing maximum for ${name}: the tenant file sets ${most}`
          : `${name} ${scalarText(first.value)} exceeds the amount in the tenant file: ${most}`,
      hint: "Remove the patch, and set the amount in the tenant file.",
    };
  }
}

function declaredQuotaLimits(platform: PlatformEntry, cluster: ClusterEntry, tenant: TenantEntry): readonly Line[] {
  const quota = quotaOf(platform.spec, tenant);
  if (quota === undefined) return [];
  const line = (key: string, most: string | number): Line => ({ name: key, keys: [key], most: String(most) });
  return [
    line("requests.cpu", quota.requests.cpu),
    line("requests.memory", quota.requests.memory),
    line("limits.cpu", quota.limits.cpu),
    line("limits.memory", quota.limits.memory),
    ...(quota.storage === undefined ? [] : [line("requests.storage", quota.storage)]),
    line("persistentvolumeclaims", quota.persistentVolumeClaims),
    line("services.loadbalancers", quota.loadBalancers),
    ...[...gpusOf(cluster.spec, tenant, quota.gpus)].map(([resource, most]) => line(`requests.${resource}`, most)),
    ...Object.entries(quota.objects).map(([kind, most]) => ({
      name: kind,
      keys: [kind.toLowerCase(), `count/${kind.toLowerCase()}.mlops.seldon.io`],
      most: String(most),
    })),
  ];
}

function maximumLines(platform: PlatformEntry, tenant: TenantEntry): readonly Line[] {
  const { max } = containersOfServer(platform.spec, tenant);
  return [
    { name: "the CPU limit of a container", keys: ["cpu"], most: max.cpu },
    { name: "the memory limit of a container", keys: ["memory"], most: max.memory },
  ];
}

function hardOf(by: Manifest): readonly Amount[] {
  const path = ["spec", "hard"];
  return Object.entries(mapAt(by.object, ...path)).map(([key, value]) => ({
    by,
    path: [...path, key],
    key: canonicalKey(key),
    value,
  }));
}

function maximaOf(by: Manifest): readonly Amount[] {
  return listAt(by.object, "spec", "limits").flatMap((limit, index) =>
    textAt(limit, "type") === "Container"
      ? Object.entries(mapAt(limit, "max")).map(([key, value]) => ({
          by,
          path: ["spec", "limits", index, "max", key],
          key,
          value,
        }))
      : [],
  );
}
