import { httpRouteKind, ingressKind, virtualServiceKind } from "../../models/kinds.ts";
import { sizeOf } from "../../validate/address-ranges.ts";
import type { ClusterEntry } from "../../validate/inventory.ts";
import { promisedCapacity } from "../../validate/references/capacity.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import { poolsOf } from "./addresses.ts";
import { requestedIn, usageOf } from "./namespace-usage.ts";
import { routeClaimsOf } from "./routes.ts";

/** The capacity of one resource that a cluster's namespaces share. In billionths. Undefined if it is not declared. */
export interface ClusterUsageRow {
  readonly key: string;
  /** The available amount, overcommit included. */
  readonly offered: bigint | undefined;
  /** The total that the quotas promise. */
  readonly promised: bigint | undefined;
  /** The total that the objects request. */
  readonly asked: bigint;
}

/** A manifest set, and the namespace whose quota and objects it contains. */
export interface NamespaceManifests {
  readonly namespace: string;
  readonly manifestSet: ManifestSet;
}

const whole = 1_000_000_000n;
/** The default range is 30000 to 32767. */
const nodePorts = 2_768n;

/** The capacity of a cluster: requested by all tenants, promised to them, and available. */
export function clusterUsage(
  cluster: ClusterEntry,
  tenants: readonly NamespaceManifests[],
  platformManifests: ManifestSet,
): readonly ClusterUsageRow[] {
  const manifestSets = [...tenants.map(({ manifestSet }) => manifestSet), platformManifests];
  const capacity = promisedCapacity(cluster);
  const addresses = manifestSets.flatMap(poolsOf).reduce((all, pool) => all + sizeOf(pool.ranges) * whole, 0n);
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

/** Undefined if a tenant has no quota for the resource: then no total limit applies. */
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
    manifestSet.of(ingressKind, httpRouteKind, virtualServiceKind).flatMap(routeClaimsOf),
  );
  return new Set(routes.map(({ key }) => key)).size;
}
