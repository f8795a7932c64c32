import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../../load/source.ts";
import { providedPools } from "../addons/cluster-fields.ts";
import { addonFacts, clusterFacts } from "../addons/facts.ts";
import { fillNode } from "../addons/fill.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { type ClusterEntry, findingAt, type Origin } from "../inventory.ts";
import { valueAt } from "../merge.ts";
import { unknownReference } from "./unknown.ts";

/** The address that a gateway's Service asks for: from a pool for the platform, which reserves it. */
export function* gatewayAddresses(cluster: ClusterEntry, addon: AddonEntry): Iterable<Diagnostic> {
  const written = addon.spec.provides.gateway?.loadBalancer;
  const pools = providedPools(cluster.addons);
  // Without an add-on that provides load balancers, the pools of the platform are unknown.
  if (written === undefined || pools === undefined) return;
  const filled = fillNode(written, addonFacts(clusterFacts(cluster), addon)).value;
  const [pool, address] = ["pool", "address"].map((key) => {
    const value = valueAt(filled, [key]);
    return typeof value === "string" ? value : undefined;
  });
  const origin = (key: string): Origin => settingOrigin(addon, ["provides", "gateway", "loadBalancer", key]);
  const ofPlatform = Object.keys(pools).filter((name) => pools[name]?.for === "platform");
  const unknown = [...unknownReference(origin("pool"), pool, ofPlatform, "address pool of the platform")];
  if (unknown.length > 0) return yield* unknown;
  if (address === undefined) return;
  const reserving = pool === undefined ? ofPlatform : [pool];
  if (reserving.some((name) => Object.values(pools[name]?.reserved ?? {}).includes(address))) return;
  const message = codes["addons/pool"].messages.notReserved(address, addon.name);
  yield findingAt(origin("address"), "addons/pool", message, "Add the address to reserved of the pool.");
}

/** The line of the setting whose placeholder is the value or the first part of it, or the line of the value. */
export function settingOrigin({ spec, at, onCluster }: AddonEntry, path: Path): Origin {
  const [setting] = /(?<=\{settings\.)[A-Za-z0-9]+(?=\})/.exec(String(valueAt(spec, path))) ?? [];
  return setting === undefined ? at(...path) : onCluster("settings", setting);
}
