import { mirroredName } from "../image-mirror.ts";
import type { ClusterEntry } from "../inventory.ts";
import { merge, type RawMap, valueAt } from "../merge.ts";
import type { AddonApplication } from "./application.ts";
import type { ContractName } from "./contracts.ts";
import type { AddonEntry } from "./on-cluster.ts";
import { providerOf } from "./retire.ts";

/** Contracts that a registry on the cluster itself can depend on: for its address, certificate, credentials and data. */
const belowRegistry: readonly ContractName[] = [
  "loadBalancers",
  "gateway",
  "mesh",
  "certificates",
  "secrets",
  "objectStore",
  "database",
];

/**
 * Whether nodes must pull the images of an add-on from the original registries: a mirror that is an add-on of the cluster
 * could not start if its own images, or those of the add-ons that it depends on, came from it.
 */
export function isBelowMirror({ addons }: Pick<ClusterEntry, "addons">, { name }: AddonEntry): boolean {
  const registry = providerOf(addons, "registry");
  if (registry === undefined) return false;
  const found = new Set<string>();
  const visit = (addon: AddonEntry): void => {
    if (found.has(addon.name)) return;
    found.add(addon.name);
    for (const other of addons) if (addon.spec.needs.includes(other.name)) visit(other);
  };
  for (const addon of [registry, ...belowRegistry.flatMap((contract) => providerOf(addons, contract) ?? [])])
    visit(addon);
  return found.has(name);
}

/** The values of a chart, with the registries of its images replaced by those of the mirror. */
export function withCopies(
  cluster: ClusterEntry["spec"],
  values: RawMap,
  images: NonNullable<NonNullable<AddonApplication["chart"]>["images"]>,
): RawMap {
  return Object.entries(images).reduce((before, [at, original]) => {
    const path = at.split(".");
    const written = valueAt(before, path);
    const name = typeof written === "string" && written !== "" ? written : original;
    const copy = mirroredName(cluster, name);
    return copy === name ? before : merge(before, nested(path, copy));
  }, values);
}

function nested([key = "", ...below]: readonly string[], value: string): RawMap {
  return { [key]: below.length === 0 ? value : nested(below, value) };
}
