import { codes } from "../diagnostics/codes.ts";
import { type Diagnostic, withoutDuplicates } from "../diagnostics/diagnostic.ts";
import type { Path, SourceDocument } from "../load/source.ts";
import { findingAt, type Origin, type TenantEntry, type TenantPlacement, type TenantSelection } from "./inventory.ts";
import { type Layer, type Layered, layered } from "./layers.ts";
import { hasKey, isMap, mapAtPath, type RawMap, recordOf, valueAt } from "./merge.ts";
import { nameFinding } from "./name-finding.ts";
import { withNames } from "./name-placeholders.ts";
import { overridesOfNothing } from "./overrides-of-nothing.ts";
import { parse, type WrittenPlace, wholeDocument } from "./parse.ts";
import { placementFindings } from "./placement-findings.ts";
import type { SharedSettings } from "./shared-settings.ts";
import { notOverridable, placementFields, TenantEnvelope, TenantSpec } from "./tenant.ts";
import { clustersOfTenant, groupsIn, type SelectableCluster } from "./tenant-clusters.ts";

/** The clusters of a repository, each with the settings for its tenants. */
export type ClusterSettings = ReadonlyMap<
  string,
  { readonly cluster: SelectableCluster; readonly shared: SharedSettings }
>;

export interface PlacedTenant {
  readonly cluster: string;
  readonly entry: TenantEntry;
}

/** One entry for each cluster of a tenant. Only the merged spec is parsed. */
export function tenantEntries(
  { source, value }: SourceDocument,
  settings: ClusterSettings,
): { readonly entries: readonly PlacedTenant[]; readonly diagnostics: readonly Diagnostic[] } {
  const envelope = parse(TenantEnvelope, value, wholeDocument(source, "tenant"));
  const mistakes: Diagnostic[] = [...envelope.diagnostics];
  const name = envelope.value?.metadata.name;
  const stem = source.file.replace(/^.*\//, "").replace(/\.yaml$/, "");
  if (name !== undefined && name !== stem)
    mistakes.push(
      nameFinding(
        source,
        `the file's name, ${stem}.yaml`,
        `Rename the file to ${name}.yaml, or the tenant to ${stem}.`,
      ),
    );
  const clusters = [...settings.values()].map(({ cluster }) => cluster);
  const spec = mapAtPath(value, ["spec"]);
  const placed = envelope.value === undefined ? new Map<string, []>() : clustersOfTenant(spec, clusters);
  if (envelope.value !== undefined)
    mistakes.push(...placementFindings(source, envelope.value.spec, clusters, placed.size));
  const selection: TenantSelection = {
    groups: Object.keys(mapAtPath(spec, ["clusterGroups"])),
    selector: envelope.value?.spec.clusterSelector,
    excluded: envelope.value?.spec.excludeClusters ?? [],
  };
  const own: Layer = { source, form: "tenant", path: ["spec"], data: without(spec, placementFields) };
  // Without a spec there is nothing more to check.
  const merges: readonly (readonly [string, readonly TenantPlacement[]])[] =
    placed.size > 0 ? [...placed] : isMap(valueAt(value, ["spec"])) ? [["", []]] : [];
  const entries = merges.flatMap(([cluster, placements]) => {
    const shared = settings.get(cluster)?.shared;
    const overrides = overridesOn(cluster, placements, own, spec);
    for (const { layer } of overrides) mistakes.push(...notOverridableFindings(layer));
    const allowed = overrides.map(({ layer }) => ({ ...layer, data: without(layer.data, notOverridable) }));
    const merged = withComponents(layered(shared?.defaults ?? [], own, allowed), shared?.components ?? []);
    const parsed = parse(TenantSpec, merged.value, merged.writtenAt);
    mistakes.push(
      ...allowed.reduce<readonly Diagnostic[]>(
        (left, layer, index) =>
          overridesOfNothing(
            layer,
            overrides[index]?.owner ?? cluster,
            [...(shared?.defaults ?? []), own, ...allowed.slice(0, index)].map(({ data }) => data),
            left,
          ),
        parsed.diagnostics,
      ),
    );
    if (parsed.value === undefined || name === undefined) return [];
    const models = Object.entries(parsed.value.models);
    const environment = settings.get(cluster)?.cluster.environment ?? "";
    const onCluster = (model: TenantSpec["models"][string]): TenantSpec["models"][string] => ({
      ...model,
      storageUri: withNames(model.storageUri, { cluster, environment }),
    });
    const at = (...path: Path): Origin => {
      const { source: file, path: place } = merged.writtenAt(path);
      return { source: file, path: place, field: path, within: (part) => at(...path, ...part) };
    };
    const entry: TenantEntry = {
      name,
      spec: { ...parsed.value, models: recordOf(models.map(([model, value]) => [model, onCluster(value)])) },
      writtenStorageUris: recordOf(models.map(([model, { storageUri }]) => [model, storageUri])),
      placements,
      selection,
      at,
      overridesOf: (path) =>
        allowed
          .filter(({ data }) => hasKey(data, path))
          .map((layer) => ({ source, path: [...layer.path, ...path], field: path })),
      writes: (path) => hasKey(merged.value, path),
    };
    return [{ cluster, entry }];
  });
  return { entries, diagnostics: withoutDuplicates(mistakes) };
}

/**
 * The overrides of a tenant on a cluster: of the cluster's groups, and of the cluster. The last one is always at a field that
 * places the tenant on the cluster.
 */
function overridesOn(
  cluster: string,
  placements: readonly TenantPlacement[],
  { source, form }: Layer,
  spec: RawMap,
): readonly { readonly layer: Layer; readonly owner: string }[] {
  const layer = (...below: readonly string[]): Layer => {
    const path = ["spec", ...below];
    return { source, form, path, data: mapAtPath({ spec }, path) };
  };
  const groups = groupsIn(placements).map((group) => ({
    layer: layer("clusterGroups", group),
    owner: `group ${group}`,
  }));
  if (placements.some(({ by }) => by === "name"))
    return [...groups, { layer: layer("clusters", cluster), owner: cluster }];
  if (groups.length > 0 || placements.length === 0) return groups;
  return [{ layer: { ...layer("clusterSelector"), data: {} }, owner: cluster }];
}

function notOverridableFindings({ source, path, data }: Layer): readonly Diagnostic[] {
  return notOverridable
    .filter((fixed) => Object.hasOwn(data, fixed))
    .map((fixed) =>
      findingAt(
        { source, path: [...path, fixed] },
        "input/not-overridable",
        codes["input/not-overridable"].messages.overridden(fixed),
        `Move the field to spec.${fixed}.`,
        "key",
      ),
    );
}

/** Adds the platform's components before the tenant's own ones, because a tenant's list must not remove them. */
function withComponents(merged: Layered, given: SharedSettings["components"]): Layered {
  const listed = merged.value["components"] ?? [];
  if (given.length === 0 || !Array.isArray(listed)) return merged;
  const isGiven = (name: unknown): boolean => given.some((component) => component.name === name);
  const own = listed.flatMap((name, index) =>
    isGiven(name) ? [] : [{ name, at: merged.writtenAt(["components", index]) }],
  );
  const all: readonly { readonly name: unknown; readonly at: WrittenPlace }[] = [...given, ...own];
  return {
    value: { ...merged.value, components: all.map(({ name }) => name) },
    writtenAt: (path) => {
      const [field, index, ...rest] = path;
      const place = field === "components" && typeof index === "number" ? all[index]?.at : undefined;
      return place === undefined ? merged.writtenAt(path) : { ...place, path: [...place.path, ...rest] };
    },
  };
}

function without(data: RawMap, fields: readonly string[]): RawMap {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !fields.includes(key)));
}
