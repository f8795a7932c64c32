import { type Block, heading } from "../text/document.ts";
import type { EndOfLife } from "../validate/addons/addon.ts";
import type { ClusterEntry } from "../validate/inventory.ts";

/** An add-on on a cluster whose software has no more support. */
export interface EndedAddon extends EndOfLife {
  readonly cluster: string;
  readonly addon: string;
}

export function endedAddons({ name: cluster, addons }: ClusterEntry): readonly EndedAddon[] {
  return addons.flatMap(({ name: addon, spec }) =>
    spec.endOfLife === undefined ? [] : [{ cluster, addon, ...spec.endOfLife }],
  );
}

export function endedAddonBlocks(ended: readonly EndedAddon[]): readonly Block[] {
  if (ended.length === 0) return [];
  return [
    heading(2, "Add-ons without support"),
    {
      header: ["Cluster", "Add-on", "Since", "Reason", "Use instead"],
      rows: ended.map(({ cluster, addon, since, reason, instead }) => [cluster, addon, since, reason, instead]),
    },
  ];
}
