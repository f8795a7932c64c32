import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { readableAmount } from "../../models/amount-text.ts";
import { nanos } from "../../models/quantity.ts";
import { filledDemand, totalAddonDemand } from "../addons/demand.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../inventory.ts";
import { settingOrigin } from "./addon-gateways.ts";

/** The requests of add-ons are amounts, and the capacity of tenants and the requests of add-ons fit the nodes together. */
export function* addonCapacityReferences({ clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters) {
    for (const addon of cluster.addons) {
      const { missing, invalid } = filledDemand(cluster, addon);
      const { messages } = codes["addons/placeholder"];
      for (const { path, placeholder } of missing)
        yield findingAt(addon.at(...path), "addons/placeholder", messages.missing(placeholder, cluster.name));
      // One setting can be the amount of several workloads.
      const origins = new Map(
        invalid.map(({ path, value }) => {
          const origin = settingOrigin(addon, path);
          return [JSON.stringify([origin.source.file, origin.path]), { origin, value }] as const;
        }),
      );
      for (const { origin, value } of origins.values())
        yield findingAt(origin, "addons/placeholder", messages.notAnAmount(value, cluster.name));
    }
    yield* overNodes(cluster);
  }
}

function* overNodes(cluster: ClusterEntry): Iterable<Diagnostic> {
  const { nodes, ...tenants } = cluster.spec.capacity;
  if (nodes === undefined) return;
  const addons = totalAddonDemand(cluster);
  for (const [unit, name] of [
    ["cpu", "cores"],
    ["memory", "GiB"],
  ] as const) {
    const [own, all] = [nanos(tenants[unit]), nanos(nodes[unit])];
    if (own + addons[unit] <= all) continue;
    const message = codes["addons/capacity"].messages.overNodes(
      cluster.name,
      readableAmount(own, name),
      readableAmount(addons[unit], name),
      readableAmount(all, name),
      name,
    );
    yield findingAt(cluster.at("capacity", "nodes", unit), "addons/capacity", message, undefined, "key");
  }
}
