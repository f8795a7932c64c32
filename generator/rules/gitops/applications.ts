import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, mapAt, textAt } from "../../evaluate/manifests/reading.ts";
import { parseApplicationName } from "../../layout/names.ts";
import { waveAnnotation } from "../../layout/sync.ts";
import type { Path } from "../../load/source.ts";
import { applicationKind, projectKind } from "../../models/kinds.ts";
import { type ArgoCDInstance, inClusterServer } from "../../validate/argo-cd.ts";
import type { ClusterEntry } from "../../validate/inventory.ts";
import { isMap, type RawMap, valueAt } from "../../validate/merge.ts";

/** The Application of an object, and that Application's project, if the manifest set contains them. */
export function ownerOf(
  manifestSet: ManifestSet,
  { application }: Manifest,
): { readonly application: Manifest; readonly project: Manifest | undefined } | undefined {
  if (application === undefined) return undefined;
  const found = manifestSet.of(applicationKind).find(({ name }) => name === application);
  return found === undefined ? undefined : { application: found, project: projectOf(manifestSet, found) };
}

export function projectOf(manifestSet: ManifestSet, application: Manifest): Manifest | undefined {
  const name = textAt(application.object, "spec", "project") ?? "";
  return manifestSet.of(projectKind).find((manifest) => manifest.name === name);
}

/** Every source of an Application, with its path. For a hydrated source, the dry source. */
export function sourcesOf({ object }: Manifest): readonly { readonly path: Path; readonly source: RawMap }[] {
  const value = valueAt(object, ["spec", "source"]);
  const several = listAt(object, "spec", "sources").flatMap((source, index) =>
    isMap(source) ? [{ path: ["spec", "sources", index], source }] : [],
  );
  const hydrated = valueAt(object, ["spec", "sourceHydrator", "drySource"]);
  return [
    ...(isMap(value) ? [{ path: ["spec", "source"], source: mapAt(value) }] : []),
    ...several,
    ...(isMap(hydrated) ? [{ path: ["spec", "sourceHydrator", "drySource"], source: mapAt(hydrated) }] : []),
  ];
}

/** The sync wave of an object, or undefined if the annotation is not a number. */
export function waveOf({ object }: Manifest): number | undefined {
  const text = textAt(object, "metadata", "annotations", waveAnnotation) ?? "0";
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Whether an Application contains the Applications of the cluster: one of its roots, or the Application of its hub. */
export function containsApplications({ name, spec }: ClusterEntry, application: string): boolean {
  const parts = parseApplicationName(application);
  return (parts?.of === "root" && parts.cluster === name) || (parts?.of === "hub" && parts.hub === spec.argoCD.hub);
}

/**
 * The destination that a cluster's Application or AppProject must have, and what it is in a message.
 * @param ofArgoCD Whether it contains Applications and AppProjects, which belong to the cluster of Argo CD.
 */
export function expectedDestination(
  { name, spec }: ClusterEntry,
  ofArgoCD: boolean,
): { readonly destination: ArgoCDInstance["destination"]; readonly meaning: string } {
  return ofArgoCD
    ? { destination: inClusterServer, meaning: "the cluster of Argo CD" }
    : { destination: spec.argoCD.destination, meaning: `the destination of cluster ${name}` };
}

/** Whether a destination of an Application or AppProject is exactly this one. Argo CD rejects one with a name and a server. */
export function hasDestination(item: unknown, wanted: ArgoCDInstance["destination"]): boolean {
  const [server, name] = [textAt(item, "server"), textAt(item, "name")];
  return "server" in wanted
    ? server === wanted.server && name === undefined
    : name === wanted.name && server === undefined;
}
