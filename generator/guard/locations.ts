import { type Location, wholeFile } from "../diagnostics/diagnostic.ts";
import { isGeneratedFile } from "../layout/paths.ts";
import { clusterFile, platformFile, tenantFile } from "../load/input-files.ts";
import { locate } from "../load/locate.ts";
import { isWithinPath, type Path, type Source } from "../load/source.ts";
import type { Origin } from "../validate/inventory.ts";
import { changedPlaces, locationOf, specSources } from "./changed-places.ts";
import { placementPlaces, placesInCluster } from "./placement-places.ts";
import { type Proposal, placedIn, type TenantOnCluster } from "./proposal.ts";

type Change = Pick<Proposal, "before" | "after" | "files">;

/** The fields that are the probable cause of a gain. */
interface ProbableFields {
  /** Of a tenant's spec. */
  readonly tenant: readonly string[];
  /** Of platform.yaml and of a cluster's file. */
  readonly shared: readonly string[];
  /** The part of the tenant's spec from which the gain follows. */
  readonly part?: Path | undefined;
}

/** The position that the change contains and that is the probable cause of a tenant's gain on a cluster. */
export function locationOfGain(change: Change, name: string, cluster: string, fields: ProbableFields): Location {
  const now = placedIn(change.after, name).get(cluster);
  const sources = specSources(change.after);
  return (
    (now === undefined
      ? undefined
      : firstChanged(change, [
          ...firstWithin(fields.part, ownPlaces(change, now, fields.tenant, sources)),
          ...sharedPlaces(change, cluster, sources, fields.shared),
        ])) ??
    changedComponent(change, now?.tenant.spec.components ?? []) ??
    firstChanged(change, sharedPlaces(change, cluster, sources)) ??
    firstFile(change, [tenantFile(name), clusterFile(cluster), platformFile])
  );
}

/** The places with those within a part of the tenant's spec first. */
function firstWithin(part: Path | undefined, places: readonly Origin[]): readonly Origin[] {
  if (part === undefined) return places;
  const isWithin = ({ field = [] }: Origin): boolean => isWithinPath(field, part);
  return [...places.filter(isWithin), ...places.filter((place) => !isWithin(place))];
}

/** The same for a gain of the platform itself. */
export function locationOfPlatformGain(change: Change, cluster: string, { shared }: ProbableFields): Location {
  const sources = specSources(change.after);
  const entry = change.after.clusters.find(({ name }) => name === cluster);
  const isNew = change.before?.clusters.some(({ name }) => name === cluster) !== true;
  const name: readonly Origin[] =
    isNew && entry !== undefined ? [{ source: entry.at().source, path: ["metadata", "name"] }] : [];
  return (
    firstChanged(change, [...name, ...sharedPlaces(change, cluster, sources, shared)]) ??
    changedComponent(change, entry?.spec.components ?? []) ??
    firstChanged(change, sharedPlaces(change, cluster, sources)) ??
    firstFile(change, [clusterFile(cluster), platformFile])
  );
}

/** The position in the cluster's file that no longer selects the cluster for a tenant. */
export function locationOfLoss(change: Change, name: string, cluster: string): Location {
  const was = change.before === undefined ? undefined : placedIn(change.before, name).get(cluster);
  const entry = change.after.clusters.find((candidate) => candidate.name === cluster);
  const places =
    was === undefined || entry === undefined
      ? []
      : was.tenant.placements.flatMap((placement) => placesInCluster(was.cluster, entry, placement));
  return firstChanged(change, places) ?? firstFile(change, [tenantFile(name), clusterFile(cluster)]);
}

/**
 * The positions in the tenant's layers, and those that place it on the cluster. On a cluster that is new to the tenant, only
 * the overrides for this cluster and its groups are new. A value that no file sets is not the cause there.
 */
function ownPlaces(
  { before }: Change,
  now: TenantOnCluster,
  fields: readonly string[],
  sources: ReadonlyMap<string, Source>,
): readonly Origin[] {
  const known = before === undefined ? new Map<string, TenantOnCluster>() : placedIn(before, now.tenant.name);
  const was = known.get(now.cluster.name);
  const changed = [...changedPlaces(was?.tenant, now.tenant, sources, fields)];
  const isWritten = ({ source, path }: Origin): boolean => locate(source, path).nearby !== true;
  return [
    ...changed.filter((origin) => was !== undefined || (isWritten(origin) && (known.size === 0 || isOverride(origin)))),
    ...placementPlaces(was, now, {
      cluster: before?.clusters.find(({ name }) => name === now.cluster.name),
      excluded: [...known.values()].some(({ tenant }) => tenant.selection.excluded.includes(now.cluster.name)),
    }),
  ];
}

/** Whether an origin is in an override of a tenant's file. */
function isOverride({ path: [root, field] }: Origin): boolean {
  return root === "spec" && (field === "clusters" || field === "clusterGroups");
}

/** The changed fields of the platform on a cluster, and of the cluster's file. */
function sharedPlaces(
  { before, after }: Change,
  cluster: string,
  sources: ReadonlyMap<string, Source>,
  fields?: readonly string[],
): readonly Origin[] {
  const [was, now] = [before, after].map((inventory) => inventory?.clusters.find(({ name }) => name === cluster));
  if (now === undefined) return [];
  return [...changedPlaces(was?.platform, now.platform, sources, fields), ...changedPlaces(was, now, sources, fields)];
}

/** The first position in a changed file. */
function firstChanged({ files }: Change, places: readonly Origin[]): Location | undefined {
  const place = places.find(({ source }) => files.includes(source.file));
  return place === undefined ? undefined : locationOf(place);
}

function changedComponent({ files }: Change, components: readonly string[]): Location | undefined {
  const file = files.find((candidate) =>
    components.some((name) => candidate.startsWith(`platform/components/${name}/`)),
  );
  return file === undefined ? undefined : wholeFile(file);
}

/** The first of these files that the change contains, or else the first hand-written file of the change. */
function firstFile({ files }: Change, candidates: readonly string[]): Location {
  const file =
    candidates.find((candidate) => files.includes(candidate)) ??
    files.find((candidate) => !isGeneratedFile(candidate)) ??
    candidates[0] ??
    platformFile;
  return wholeFile(file);
}
