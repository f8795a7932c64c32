import { codes } from "../diagnostics/codes.ts";
import { nanos } from "../models/quantity.ts";
import { configNameOf, modelStorageOf, mostReplicas, quotaOf, serverConfigsOf } from "../validate/effective.ts";
import type { TenantOnCluster } from "./proposal.ts";

const { messages } = codes["guard/platform"];

/**
 * If the quota bounds storage, increases do not count. Otherwise every increase counts, and so does a claim with a new name:
 * Argo CD does not delete claims, so the old one remains. A storage class that is new to the tenant always counts.
 */
export function grownStorage(before: TenantOnCluster | undefined, after: TenantOnCluster): string | undefined {
  const { tenant, cluster } = after;
  const [old, fresh] = [before === undefined ? new Map<string, Volume>() : volumesOf(before), volumesOf(after)];
  const used = new Set([
    cluster.spec.storageClasses.default,
    ...[...old.values()].map((volume) => volume.storageClass),
  ]);
  const classes = new Set(
    [...fresh.values()].flatMap(({ storageClass }) => (used.has(storageClass) ? [] : [storageClass])),
  );
  if (before !== undefined && classes.size > 0)
    return messages.storageClass(tenant.name, [...classes].join(", "), cluster.name);
  // On a cluster that is new to the tenant, the tenant's quota counts, which is a finding itself.
  const bound = before ?? after;
  if (quotaOf(bound.cluster.platform.spec, bound.tenant)?.storage !== undefined) return undefined;
  const grown = [...fresh].filter(([key, { size, storageClass }]) => {
    const was = old.get(key);
    return was === undefined || was.storageClass !== storageClass || size > was.size;
  });
  return grown.length === 0
    ? undefined
    : messages.moreStorage(tenant.name, cluster.name, grown.map(([key]) => key).join(", "));
}

interface Volume {
  readonly storageClass: string;
  /** In billionths of a byte, for all replicas together. */
  readonly size: bigint;
}

/** The most storage that a tenant's claims request, by claim and Server. */
function volumesOf({ cluster, tenant }: TenantOnCluster): ReadonlyMap<string, Volume> {
  const usual = cluster.spec.storageClasses.default;
  const claims = Object.entries(tenant.spec.storage).map(([name, claim]): [string, Volume] => [
    `claim ${name}`,
    { storageClass: claim.class ?? usual, size: nanos(claim.size) },
  ]);
  const configs = serverConfigsOf(cluster.platform, tenant);
  const servers = Object.entries(tenant.spec.servers).flatMap(([name, server]): readonly [string, Volume][] => {
    const used = configs.get(configNameOf(server) ?? "");
    if (used === undefined) return [];
    const storage = modelStorageOf(used, cluster);
    const size = nanos(storage.size) * BigInt(mostReplicas(server));
    return [[`Server ${name}`, { storageClass: storage.class, size }]];
  });
  return new Map([...claims, ...servers]);
}
