import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { AddressPool } from "../addons/cluster-fields.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { providerOf } from "../addons/retire.ts";
import {
  type AddressRange,
  addressOf,
  networkOfOne,
  networkRange,
  poolRange,
  rangesContain,
  rangesOverlap,
  sizeOf,
} from "../address-ranges.ts";
import { quotaOf } from "../effective.ts";
import { type ClusterEntry, findingAt, type Origin } from "../inventory.ts";
import { mapAtPath } from "../merge.ts";
import { neverOutside } from "../own-networks.ts";
import { unknownReference } from "./unknown.ts";

/** The pools of load balancers: each address once and without another user, the reserved ones inside their pool, and enough for the quotas of the tenants. */
export function* poolsOfAddon(
  cluster: ClusterEntry,
  { spec, settings, at, onCluster }: AddonEntry,
): Iterable<Diagnostic> {
  const name = spec.provides.loadBalancers?.pools.slice("{settings.".length, -1);
  if (name === undefined) return;
  const maps = Object.entries(spec.settings).flatMap(([setting, { type }]) => (type === "map" ? [setting] : []));
  yield* unknownReference(at("provides", "loadBalancers", "pools"), name, maps, "setting");
  const { messages } = codes["addons/pool"];
  const taken: Taken[] = [];
  for (const [pool, fields] of Object.entries(mapAtPath(settings, [name]))) {
    const parsed = AddressPool.safeParse(fields);
    if (!parsed.success) continue;
    const { addresses, for: users, reserved = {} } = parsed.data;
    const ranges = addresses.flatMap((text, index) => {
      const range = poolRange(text);
      return range === undefined ? [] : [{ range, text, index }];
    });
    for (const { range, text, index } of ranges) {
      const other = taken.find((known) => rangesOverlap(known.range, range));
      if (other !== undefined) {
        const message = messages.overlap(text, pool, other.text, other.pool);
        yield findingAt(onCluster("settings", name, pool, "addresses", index), "addons/pool", message);
      }
      taken.push({ range, text, pool, users });
      yield* usedByCluster(cluster, range, text, pool, onCluster("settings", name, pool, "addresses", index));
    }
    const reservedBy = new Map<string, string>();
    for (const [user, address] of Object.entries(reserved)) {
      const origin = onCluster("settings", name, pool, "reserved", user);
      const parsedAddress = addressOf(address);
      const inside =
        parsedAddress !== undefined &&
        rangesContain(
          ranges.map(({ range }) => range),
          parsedAddress,
        );
      if (!inside) yield findingAt(origin, "addons/pool", messages.outside(address, user, pool));
      const key = parsedAddress === undefined ? address : `${parsedAddress.bits} ${parsedAddress.value}`;
      const twin = reservedBy.get(key);
      if (twin !== undefined) yield findingAt(origin, "addons/pool", messages.reservedTwice(address, twin, user));
      reservedBy.set(key, user);
    }
  }
  const size = sizeOf(taken.flatMap(({ users, range }) => (users === "tenants" ? [range] : [])));
  const allowed = cluster.tenants.reduce(
    (all, tenant) => all + BigInt(quotaOf(cluster.platform.spec, tenant)?.loadBalancers ?? 0),
    0n,
  );
  if (allowed > size) {
    const hint = "Add addresses to a pool for tenants, or reduce quota.loadBalancers of a tenant.";
    yield findingAt(onCluster("settings", name), "addons/pool", messages.tooSmall(size, allowed), hint, "key");
  }
}

/** The same of the pools that a cluster's file writes by hand. */
export function* writtenPools(cluster: ClusterEntry): Iterable<Diagnostic> {
  if (providerOf(cluster.addons, "loadBalancers") !== undefined) return;
  for (const [pool, networks] of Object.entries(cluster.spec.network.loadBalancerPools))
    for (const [index, text] of networks.entries()) {
      const range = poolRange(text);
      const origin = cluster.at("network", "loadBalancerPools", pool, index);
      if (range !== undefined) yield* usedByCluster(cluster, range, text, pool, origin);
    }
}

/**
 * Addresses that already have a user on the cluster. MetalLB answers for every address of a pool that a Service gets, so the
 * user would lose its connections. A pool may be a part of a network of nodes, but must leave some of its addresses.
 */
function* usedByCluster(
  { spec: { network } }: ClusterEntry,
  range: AddressRange,
  text: string,
  pool: string,
  origin: Origin,
): Iterable<Diagnostic> {
  const { nodeLocal } = network.dns;
  const used: readonly (readonly [string, string])[] = [
    ...network.podCIDRs.map((cidr) => [cidr, "a network of pods"] as const),
    ...network.serviceCIDRs.map((cidr) => [cidr, "a network of Services"] as const),
    ...network.apiServer.endpoints.map((cidr) => [cidr, "an endpoint of the API server"] as const),
    ...(nodeLocal === undefined ? [] : [[networkOfOne(nodeLocal), "the address of NodeLocal DNSCache"] as const]),
    ...neverOutside.map((cidr) => [cidr, "a network inside one machine or link"] as const),
  ];
  const nodes = network.nodeCIDRs.map((cidr) => [cidr, "a network of nodes"] as const);
  const whole = (other: AddressRange): boolean =>
    range.bits === other.bits && range.from <= other.from && other.to <= range.to;
  const found =
    used.find(([cidr]) => meets(networkRange(cidr), (other) => rangesOverlap(range, other))) ??
    nodes.find(([cidr]) => meets(networkRange(cidr), whole));
  if (found === undefined) return;
  const message = codes["addons/pool"].messages.used(text, pool, ...found);
  yield findingAt(origin, "addons/pool", message, "Use addresses that no node, pod or Service has.");
}

interface Taken {
  readonly range: AddressRange;
  readonly text: string;
  readonly pool: string;
  readonly users: AddressPool["for"];
}

function meets(range: AddressRange | undefined, test: (range: AddressRange) => boolean): boolean {
  return range !== undefined && test(range);
}
