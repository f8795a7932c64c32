import { httpRouteKind, ingressKind, virtualServiceKind } from "../../models/kinds.ts";
import type { ClusterEntry, PlatformEntry } from "../../validate/inventory.ts";
import { promisedCapacity } from "../../validate/references/capacity.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import { poolsOf, sizeOf } from "./addresses.ts";
import { requestedIn, usageOf } from "./namespace-usage.ts";
import { routesOf } from "./routes.ts";

/** One line of what a cluster's namespaces share. In billionths; nothing where nobody says. */
export interface ClusterUsageRow {
  readonly key: string;
  /** What there is, overcommit included. */
  readonly offered: bigint | undefined;
  /** What quotas promise together. */
  readonly promised: bigint | undefined;
  /** What objects ask for together. */
  readonly asked: bigint;
}

/** A scene, and the namespace whose quota and objects it holds. */
export interface NamespaceManifests {
  readonly namespace: string;
  readonly manifestSet: ManifestSet;
}

const whole = 1_000_000_000n;
/** 30000 to 32767. */
const nodePorts = 2_768n;

/** What all tenants of a cluster are promised and ask for, against what there is. */
export function clusterUsage(
  platform: PlatformEntry,
  cluster: ClusterEntry,
  tenants: readonly NamespaceManifests[],
  platformManifests: ManifestSet,
): readonly ClusterUsageRow[] {
  const manifestSets = [...tenants.map(({ manifestSet }) => manifestSet), platformManifests];
  const capacity = promisedCapacity(platform.spec, cluster);
  const addresses = manifestSets.flatMap(poolsOf).reduce((all, pool) => all + sizeOf(pool) * whole, 0n);
  const devices = [...new Set(Object.values(cluster.spec.nodePools).flatMap(({ gpuResource }) => gpuResource ?? []))];
  const row = (key: string, offered: bigint | undefined): ClusterUsageRow => ({
    key,
    offered,
    promised: promisedFor(key, tenants),
    asked: tenants.reduce(
      (all, { manifestSet, namespace }) => all + (requestedIn(manifestSet, namespace).asked.get(key) ?? 0n),
      0n,
    ),
  });
  return [
    row("requests.cpu", capacity.cpu.offered),
    row("requests.memory", capacity.memory.offered),
    ...devices.sort().map((device) => row(`requests.${device}`, undefined)),
    row("persistentvolumeclaims", undefined),
    row("requests.storage", capacity.storage.offered),
    row("services.loadbalancers", addresses === 0n ? undefined : addresses),
    row("services.nodeports", nodePorts * whole),
    { key: "hosts", offered: undefined, promised: undefined, asked: BigInt(hostsIn(manifestSets)) * whole },
  ];
}

/** Nothing where some tenant has no quota of it: then nobody is held to anything. */
function promisedFor(key: string, tenants: readonly NamespaceManifests[]): bigint | undefined {
  let all = 0n;
  for (const { manifestSet, namespace } of tenants) {
    const hard = usageOf(manifestSet, namespace).find((row) => row.key === key)?.hard;
    if (hard === undefined) return undefined;
    all += hard.nanos;
  }
  return all;
}

function hostsIn(manifestSets: readonly ManifestSet[]): number {
  const routes = manifestSets.flatMap((manifestSet) =>
    manifestSet.of(ingressKind, httpRouteKind, virtualServiceKind).flatMap(routesOf),
  );
  return new Set(routes.map(({ key }) => key)).size;
}
