import { z } from "zod";
import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { memoize } from "../load/memoize.ts";
import { isWithinPath, type Path, type SourceDocument } from "../load/source.ts";
import type { KnownSeldon } from "../models/seldon/known.ts";
import { factsNotWritten, type ProvidedFact, providedTwice, rawFacts } from "./addons/platform-facts.ts";
import { keyOf, movedToOverride, overridePath } from "./findings-on-clusters.ts";
import { findingAt, type Origin, type PlatformEntry } from "./inventory.ts";
import type { Layer } from "./layers.ts";
import { isMap, isOverridden, merge, type RawMap, recordOf, valueAt } from "./merge.ts";
import { type NamePlaceholder, withNames } from "./name-placeholders.ts";
import { overridesOfNothing } from "./overrides-of-nothing.ts";
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
 * @param given The facts that the cluster's add-ons put into the spec.
 */
export function platformOnCluster(
  common: SourceDocument,
  cluster: SourceDocument,
  known: KnownSeldon,
  names: Readonly<Record<Exclude<NamePlaceholder, "tenant" | "domain">, string>>,
  given: readonly ProvidedFact[],
): ParsedPlatform {
  const { value, diagnostics } = parsedPlatform(known)(common);
  const [base, written] = [valueAt(common.value, ["spec"]), valueAt(cluster.value, ["spec", "platform"])];
  const onCluster = (entry: PlatformEntry): PlatformEntry => ({ ...entry, spec: specWithNames(entry.spec, names) });
  const override = isMap(written) ? written : {};
  if (!isMap(base) || (!isMap(written) && given.length === 0))
    return { value: value && onCluster(value), diagnostics: [] };

  const { applied, refused } = dividedOverride(override);
  const byHand = (...path: Path): Origin =>
    isOverridden(base, applied, path)
      ? { source: cluster.source, path: [...overridePath, ...path] }
      : { source: common.source, path: ["spec", ...path] };
  const own = merge(base, applied, "keep");
  const provided = factsNotWritten(given, own);
  const at = (...path: Path): Origin => ({
    ...(provided.find((fact) => isWithinPath(path, fact.path))?.origin ?? byHand(...path)),
    within: (part) => at(...path, ...part),
  });
  const twice = [...providedTwice(provided, own, byHand)];
  const facts = rawFacts(provided);
  const merged = parsedOverride(known, merge(own, facts), at, cluster);
  const refusals = refused.map(({ path, reason, instead }) => {
    const origin = { source: cluster.source, path: [...overridePath, ...path] };
    const message = codes["input/not-overridable"].messages.commonField(origin.path.join("."), reason);
    return findingAt(origin, "input/not-overridable", message, instead, "key");
  });
  const ofCommon = new Set(diagnostics.map(keyOf));
  const layer: Layer = { source: cluster.source, form: "cluster", path: overridePath, data: applied };
  const caused = overridesOfNothing(layer, names.cluster, [merge(base, facts)], merged.diagnostics)
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
