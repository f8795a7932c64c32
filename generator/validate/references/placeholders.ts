import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { findingAt, type Inventory } from "../inventory.ts";
import { isPlaceholderNetwork } from "../placeholder-networks.ts";

/** Warns of each placeholder among the addresses of a cluster. */
export function* placeholderAddresses({ clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters) {
    const { nodeCIDRs, podCIDRs, serviceCIDRs, apiServer } = cluster.spec.network;
    for (const [path, addresses] of [
      [["podCIDRs"], podCIDRs],
      [["serviceCIDRs"], serviceCIDRs],
      [["nodeCIDRs"], nodeCIDRs],
      [["apiServer", "endpoints"], apiServer.endpoints],
    ] as const)
      for (const [index, address] of addresses.entries()) {
        if (!isPlaceholderNetwork(address)) continue;
        const finding = findingAt(
          cluster.at("network", ...path, index),
          "platform/placeholder-address",
          codes["platform/placeholder-address"].messages.placeholder(address, cluster.name),
          "Replace the address with the cluster's own address.",
        );
        yield { ...finding, severity: "warning" };
      }
  }
}
