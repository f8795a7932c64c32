import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { AddressPool } from "../addons/cluster-fields.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { type AddressRange, addressOf, poolRange, rangesContain, rangesOverlap, sizeOf } from "../address-ranges.ts";
import { quotaOf } from "../effective.ts";
import { type ClusterEntry, findingAt } from "../inventory.ts";
import { mapAtPath } from "../merge.ts";
import { unknownReference } from "./unknown.ts";

/** The pools of load balancers: each address once, the reserved ones inside their pool, and enough for the quotas of the tenants. */
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
      const twin = reservedBy.get(address);
      if (twin !== undefined) yield findingAt(origin, "addons/pool", messages.reservedTwice(address, twin, user));
      reservedBy.set(address, user);
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

interface Taken {
  readonly range: AddressRange;
  readonly text: string;
  readonly pool: string;
  readonly users: AddressPool["for"];
}
