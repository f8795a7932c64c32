import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { isProvided } from "../addons/by-hand.ts";
import type { ContractName } from "../addons/contracts.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { type ClusterEntry, findingAt } from "../inventory.ts";

/** The add-ons and contracts without which an add-on cannot run. */
export function* neededAddons(cluster: ClusterEntry, addon: AddonEntry): Iterable<Diagnostic> {
  const { addons } = cluster;
  for (const contract of addon.spec.requires) {
    if (isProvided(cluster, contract)) continue;
    const message = codes["addons/needs"].messages.missingContract(addon.name, contract, cluster.name);
    yield findingAt(addon.onCluster(), "addons/needs", message, sources[contract] ?? byAddon(contract), "key");
  }
  for (const needed of addon.spec.needs) {
    if (addons.some(({ name }) => name === needed)) continue;
    const message = codes["addons/needs"].messages.missingAddon(addon.name, needed);
    const hint = `Add ${needed}: {} under spec.addons.`;
    yield findingAt(addon.onCluster(), "addons/needs", message, hint, "key");
  }
}

function byAddon(contract: ContractName): string {
  return `Switch on an add-on that provides ${contract}.`;
}

/** The files that can provide a contract. */
const sources: Readonly<Partial<Record<ContractName, string>>> = {
  streaming: "Set spec.seldon.kafka in platform/platform.yaml, or switch on an add-on that provides streaming.",
  objectStore: "Set spec.artifactStores in platform/platform.yaml, or switch on an add-on that provides objectStore.",
  database:
    "Set spec.database in platform/platform.yaml, or under spec.platform of the cluster's file: host, port, tls, and cidrs or service.",
};

/** A circle of add-ons that need each other, or of Applications that wait for each other. */
export function* circleOf({ addons }: ClusterEntry): Iterable<Diagnostic> {
  const { messages } = codes["addons/needs"];
  const needs = new Map(addons.map(({ name, spec }) => [name, spec.needs]));
  const circle = circleIn(needs);
  const first = addons.find(({ name }) => name === circle?.[0]);
  if (circle !== undefined && first !== undefined)
    yield findingAt(
      first.at("needs"),
      "addons/needs",
      messages.cycle(circle.join(" needs ")),
      "Remove one of these steps.",
      "key",
    );
  for (const { spec, at } of addons) {
    const after = new Map(Object.entries(spec.applications).map(([name, application]) => [name, application.after]));
    const found = circleIn(after);
    if (found !== undefined)
      yield findingAt(
        at("applications", found[0] ?? "", "after"),
        "addons/needs",
        messages.cycle(found.join(" needs ")),
        "Remove one of these steps.",
        "key",
      );
  }
}

/** The names of a circle, with the first at the end again. Undefined if there is none. */
function circleIn(edges: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const finished = new Set<string>();
  const visit = (name: string, above: readonly string[]): readonly string[] | undefined => {
    if (above.includes(name)) return [...above.slice(above.indexOf(name)), name];
    if (finished.has(name)) return undefined;
    for (const next of edges.get(name) ?? []) {
      const circle = visit(next, [...above, name]);
      if (circle !== undefined) return circle;
    }
    finished.add(name);
    return undefined;
  };
  for (const name of edges.keys()) {
    const circle = visit(name, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
