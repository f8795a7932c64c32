import { z } from "zod";
import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { locate } from "../load/locate.ts";
import { memoize } from "../load/memoize.ts";
import type { Path, Source, SourceDocument } from "../load/source.ts";
import type { KnownSeldon } from "../models/seldon/known.ts";
import { type ProvidedFact, providedTwice, rawFacts } from "./addons/provided.ts";
import { type ClusterEntry, findingAt, type Inventory, type Origin, type PlatformEntry } from "./inventory.ts";
import { isMap, isOverridden, merge, type RawMap, recordOf, valueAt } from "./merge.ts";
import { type NamePlaceholder, withNames } from "./name-placeholders.ts";
import { parse } from "./parse.ts";
import { type PlatformSpec, platformSchemaFor } from "./platform.ts";
import { dividedOverride } from "./platform-fields.ts";

/** A parsed platform, or the mistakes that prevent it. */
export interface ParsedPlatform {
  readonly value: PlatformEntry | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** A document that two states of a repository share is parsed once. */
export const parsedPlatform = memoize((known: KnownSeldon) =>
  memoize(({ source, value: data }: SourceDocument): ParsedPlatform => {
    const { value, diagnostics } = parse(platformSchemaFor(known.servers), data, (path) => ({
      source,
      form: "platform",
      path,
    }));
    if (value === undefined) return { value, diagnostics };
    const at = (...path: Path): Origin => ({ source, path: ["spec", ...path] });
    return { value: { name: value.metadata.name, spec: value.spec, known, at }, diagnostics };
  }),
);

/**
 * The platform on one cluster. The overrides of the cluster's file are merged into the raw spec of platform.yaml, only the
 * result is parsed, and the names of the cluster and its environment replace their placeholders.
 * @param common The document of platform.yaml. Its own mistakes are not repeated.
 * @param provided What the cluster's add-ons put into the spec.
 */
export function platformOnCluster(
  common: SourceDocument,
  cluster: SourceDocument,
  known: KnownSeldon,
  names: Readonly<Record<Exclude<NamePlaceholder, "tenant">, string>>,
  provided: readonly ProvidedFact[],
): ParsedPlatform {
  const { value, diagnostics } = parsedPlatform(known)(common);
  const [base, written] = [valueAt(common.value, ["spec"]), valueAt(cluster.value, ["spec", "platform"])];
  const onCluster = (entry: PlatformEntry): PlatformEntry => ({ ...entry, spec: specWithNames(entry.spec, names) });
  const override = isMap(written) ? written : {};
  if (!isMap(base) || (!isMap(written) && provided.length === 0))
    return { value: value && onCluster(value), diagnostics: [] };

  const { applied, refused } = dividedOverride(override);
  const byHand = (...path: Path): Origin =>
    isOverridden(base, applied, path)
      ? { source: cluster.source, path: [...overridePath, ...path] }
      : { source: common.source, path: ["spec", ...path] };
  const at = (...path: Path): Origin => ({
    ...(provided.find((fact) => isBelow(fact.path, path))?.origin ?? byHand(...path)),
    within: (part) => at(...path, ...part),
  });
  const own = merge(base, applied, "keep");
  const twice = [...providedTwice(provided, own, byHand)];
  const merged = parsedOverride(known, merge(own, rawFacts(provided)), at, cluster);
  const refusals = refused.map(({ path, reason, instead }) => {
    const origin = { source: cluster.source, path: [...overridePath, ...path] };
    const message = codes["input/not-overridable"].messages.commonField(origin.path.join("."), reason);
    return findingAt(origin, "input/not-overridable", message, instead, "key");
  });
  const ofCommon = new Set(diagnostics.map(keyOf));
  const caused = merged.diagnostics
    .filter((diagnostic) => !ofCommon.has(keyOf(diagnostic)))
    .map((diagnostic) =>
      diagnostic.at.file === common.source.file
        ? movedToOverride(diagnostic, cluster.source, names.cluster)
        : diagnostic,
    );
  return {
    value: value && merged.value && onCluster({ ...value, spec: merged.value, at }),
    diagnostics: [...refusals, ...twice, ...caused],
  };
}

function isBelow(above: Path, path: Path): boolean {
  return path.length >= above.length && above.every((step, index) => step === path[index]);
}

const overridePath = ["spec", "platform"] as const;

/** Parses the merged spec below `spec.platform`, so that messages name the fields as the cluster's file does. */
function parsedOverride(
  { servers }: KnownSeldon,
  merged: RawMap,
  at: PlatformEntry["at"],
  cluster: SourceDocument,
): { readonly value: PlatformSpec | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const schema = z.object({ spec: z.object({ platform: platformSchemaFor(servers).shape.spec }) });
  const { value, diagnostics } = parse(schema, { spec: { platform: merged } }, (path) => {
    const { source, path: written } = at(...path.slice(overridePath.length));
    return { source, form: source === cluster.source ? "cluster" : "platform", path: written };
  });
  return { value: value?.spec.platform, diagnostics };
}

/**
 * Moves the findings about platform.yaml that only the overrides of a cluster cause to these overrides.
 * @param check Returns the findings of an inventory, as `found` for this inventory.
 */
export function causedByOverrides(
  found: readonly Diagnostic[],
  inventory: Inventory,
  check: (inventory: Inventory) => readonly Diagnostic[],
): readonly Diagnostic[] {
  const { platform, clusters } = inventory;
  const { file } = platform.at().source;
  const overridden = clusters.some((cluster) => cluster.platform.at !== platform.at);
  if (!overridden || !found.some(({ at }) => at.file === file)) return found;
  const keysWith = (some: readonly ClusterEntry[]): ReadonlySet<string> =>
    new Set(check({ ...inventory, clusters: some }).map(keyOf));
  const ofCommon = keysWith(clusters.map((cluster) => ({ ...cluster, platform })));
  const ofEach = clusters.map((cluster) => ({ cluster, keys: keysWith([cluster]) }));
  return found.flatMap((diagnostic) => {
    if (diagnostic.at.file !== file || ofCommon.has(keyOf(diagnostic))) return [diagnostic];
    const causes = ofEach.filter(({ keys }) => keys.has(keyOf(diagnostic)));
    if (causes.length === 0) return [diagnostic];
    return causes.map(({ cluster }) => movedToOverride(diagnostic, cluster.at().source, cluster.name));
  });
}

/** A finding about platform.yaml that the overrides of a cluster cause, at these overrides. */
function movedToOverride(diagnostic: Diagnostic, cluster: Source, name: string): Diagnostic {
  const { fix: _, related = [], message, ...finding } = diagnostic;
  return {
    ...finding,
    message: message.includes(name) ? message : `${message}, on ${name}`,
    at: locate(cluster, overridePath, "key"),
    related: [{ at: diagnostic.at, message: "the value in platform.yaml" }, ...related],
  };
}

/** Identifies a finding in different runs over the same files. */
export function keyOf({ code, at }: Diagnostic): string {
  return `${code}:${at.file}:${at.line}:${at.column}`;
}

function specWithNames(
  { artifactStores, secretStores, seldon, ...spec }: PlatformSpec,
  names: Parameters<typeof withNames>[1],
): PlatformSpec {
  const named = (text: string): string => withNames(text, names);
  const { kafka } = seldon;
  return {
    ...spec,
    artifactStores: recordOf(
      Object.entries(artifactStores).map(([name, store]) => [
        name,
        { ...store, locations: store.locations.map(named) },
      ]),
    ),
    secretStores: recordOf(
      Object.entries(secretStores).map(([name, store]) => [name, { ...store, prefix: named(store.prefix) }]),
    ),
    seldon: kafka === undefined ? seldon : { ...seldon, kafka: { ...kafka, topicPrefix: named(kafka.topicPrefix) } },
  };
}
