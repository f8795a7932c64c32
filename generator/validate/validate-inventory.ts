import { codes } from "../diagnostics/codes.ts";
import { compareStrings, type Diagnostic, withoutDuplicates } from "../diagnostics/diagnostic.ts";
import { failed, type Outcome, outcome } from "../diagnostics/outcome.ts";
import type { RepositoryDocuments } from "../load/load-repository.ts";
import { locate } from "../load/locate.ts";
import { memoize } from "../load/memoize.ts";
import type { Path, SourceDocument } from "../load/source.ts";
import { type KnownSeldon, knownSeldon } from "../models/seldon/known.ts";
import { suggestion } from "../text/nearest.ts";
import { Cluster } from "./cluster.ts";
import { causedByOverrides, keyOf, parsedPlatform, platformOnCluster } from "./cluster-platform.ts";
import { describeValue } from "./described.ts";
import { type ClusterEntry, findingAt, type Inventory, type Origin, type TenantEntry } from "./inventory.ts";
import { hasKey, isMap, isOverridden, merge, type RawMap, valueAt } from "./merge.ts";
import { parse } from "./parse.ts";
import { referenceChecks } from "./references/table.ts";
import { undeclaredOverride } from "./references/unknown.ts";
import { notOverridable, TenantEnvelope, TenantSpec } from "./tenant.ts";

/** Converts raw documents to the inventory: validates each against its schema, then checks references between them. */
export function validateInventory(
  documents: RepositoryDocuments,
  known: KnownSeldon = knownSeldon,
): Outcome<Inventory> {
  const found: Diagnostic[] = [];
  const common = documents.platform === undefined ? undefined : parsedPlatform(known)(documents.platform);
  found.push(...(common?.diagnostics ?? []));
  const platform = common?.value;
  const clusters = documents.clusters.flatMap((document) => clusterEntry(document, documents.platform, known, found));
  const clusterNames = documents.clusters.map(({ source }) => source.file.split("/")[1] ?? "");
  const tenants = documents.tenants.flatMap((document) => tenantEntries(document, clusterNames, found));
  if (platform === undefined || found.some(({ severity }) => severity === "error")) return failed(found);

  const inventory: Inventory = {
    platform,
    clusters: clusters
      .map((cluster) => ({
        ...cluster,
        tenants: tenants
          .filter((tenant) => tenant.cluster === cluster.name)
          .map(({ entry }) => entry)
          .sort((left, right) => compareStrings(left.name, right.name)),
      }))
      .sort((left, right) => left.spec.order - right.spec.order || compareStrings(left.name, right.name)),
    components: documents.components,
    healthChecks: documents.healthChecks,
  };
  const references = causedByOverrides(referenceFindings(inventory), inventory, referenceFindings);
  return outcome(inventory, withClusterNames([...found, ...references], inventory));
}

function referenceFindings(inventory: Inventory): readonly Diagnostic[] {
  return withoutDuplicates(referenceChecks.flatMap((check) => [...check(inventory)]));
}

/**
 * Adds the clusters to the message of a mistake that a tenant's file or platform.yaml has on some clusters only, because an
 * override adds or removes a value. The line itself may look right.
 */
function withClusterNames(diagnostics: readonly Diagnostic[], inventory: Inventory): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity, at }) => severity === "error" && at.override === undefined);
  if (errors.length === 0 || inventory.clusters.length < 2) return diagnostics;
  const found = inventory.clusters.map(({ name, tenants }, index) => {
    const alone = { ...inventory, clusters: inventory.clusters.filter((_, cluster) => cluster === index) };
    const files = new Set([inventory.platform, ...tenants].map(({ at }) => at().source.file));
    return { name, files, keys: new Set(referenceFindings(alone).map(keyOf)) };
  });
  return diagnostics.map((diagnostic) => {
    if (!errors.includes(diagnostic)) return diagnostic;
    const clusters = found.filter(({ files }) => files.has(diagnostic.at.file));
    const on = clusters.filter(({ keys }) => keys.has(keyOf(diagnostic))).map(({ name }) => String(name));
    const some = on.length > 0 && on.length < clusters.length && !on.some((name) => diagnostic.message.includes(name));
    return some ? { ...diagnostic, message: `${diagnostic.message}, on ${on.join(", ")}` } : diagnostic;
  });
}

/** A document that two states of a repository share is parsed once. */
const parsedCluster = memoize(({ source, value }: SourceDocument) =>
  parse(Cluster, value, (path) => ({ source, form: "cluster", path })),
);

function clusterEntry(
  document: SourceDocument,
  common: SourceDocument | undefined,
  known: KnownSeldon,
  found: Diagnostic[],
): readonly ClusterEntry[] {
  const { source } = document;
  const folder = source.file.split("/")[1] ?? "";
  const { value, diagnostics } = parsedCluster(document);
  const names = { cluster: folder, environment: value?.spec.environment ?? "" };
  const platform = common === undefined ? undefined : platformOnCluster(common, document, known, names);
  found.push(...diagnostics, ...(platform?.diagnostics ?? []));
  if (value === undefined) return [];
  const { name } = value.metadata;
  if (name !== folder)
    found.push(
      nameFinding(source, `the folder's name, ${folder}`, `Rename the folder to ${name}, or the cluster to ${folder}.`),
    );
  if (platform?.value === undefined) return [];
  const { platform: _, ...spec } = value.spec;
  return [
    { name, spec, platform: platform.value, tenants: [], at: (...path) => ({ source, path: ["spec", ...path] }) },
  ];
}

/** One entry for each cluster. A cluster's overrides are merged into the raw spec, and only the result is parsed. */
function tenantEntries(
  { source, value }: SourceDocument,
  clusterNames: readonly string[],
  found: Diagnostic[],
): readonly { readonly cluster: string; readonly entry: TenantEntry }[] {
  const envelope = parse(TenantEnvelope, value, (path) => ({ source, form: "tenant", path }));
  const mistakes: Diagnostic[] = [...envelope.diagnostics];
  const { clusters: overrides, ...base } = specOf(value);
  const names = envelope.value === undefined ? [] : Object.keys(envelope.value.spec.clusters);
  const stem = source.file.replace(/^.*\//, "").replace(/\.yaml$/, "");
  const name = envelope.value?.metadata.name;
  if (name !== undefined && name !== stem) {
    mistakes.push(
      nameFinding(
        source,
        `the file's name, ${stem}.yaml`,
        `Rename the file to ${name}.yaml, or the tenant to ${stem}.`,
      ),
    );
  }

  // Without a spec there is nothing more to check.
  const merges = names.length > 0 ? names : isMap(valueAt(value, ["spec"])) ? [""] : [];
  const entries = merges.flatMap((clusterName) => {
    const override = overrideOf(overrides, clusterName);
    for (const fixed of notOverridable) {
      if (!(fixed in override)) continue;
      const at = { source, path: ["spec", "clusters", clusterName, fixed] };
      mistakes.push(
        findingAt(
          at,
          "input/not-overridable",
          codes["input/not-overridable"].messages.overridden(fixed),
          `Move the field to spec.${fixed}.`,
          "key",
        ),
      );
    }
    const written = (path: Path): Path =>
      isOverridden(base, override, path) ? ["spec", "clusters", clusterName, ...path] : ["spec", ...path];
    const at = (...path: Path): Origin => ({
      source,
      path: written(path),
      within: (part) => at(...path, ...part),
    });
    const allowed = Object.fromEntries(
      Object.entries(override).filter(([key]) => !notOverridable.some((fixed) => fixed === key)),
    );
    const merged = merge(base, allowed);
    const parsed = parse(TenantSpec, merged, (path) => ({ source, form: "tenant", path: written(path) }));
    mistakes.push(...overridesOfNothing(source, clusterName, base, allowed, parsed.diagnostics));
    if (clusterName !== "" && !clusterNames.includes(clusterName)) {
      const place = { source, path: ["spec", "clusters", clusterName] };
      const left = clusterNames.filter((candidate) => !names.includes(candidate));
      mistakes.push(
        findingAt(
          place,
          "reference/unknown",
          codes["reference/unknown"].messages.unknownName("cluster", clusterName),
          suggestion(clusterName, left, clusterNames),
          "key",
        ),
      );
    }
    if (parsed.value === undefined || name === undefined) return [];
    const entry: TenantEntry = { name, spec: parsed.value, at, writes: (path) => hasKey(merged, path) };
    return [{ cluster: clusterName, entry }];
  });
  found.push(...withoutDuplicates(mistakes));
  return entries;
}

/**
 * Replaces the missing fields of an incomplete entry in an override by one finding: the spec does not have that entry. The
 * user probably meant to override an existing entry, so its missing fields are not the mistake.
 */
function overridesOfNothing(
  source: SourceDocument["source"],
  cluster: string,
  base: RawMap,
  override: RawMap,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  let left = diagnostics;
  for (const [field, entries] of Object.entries(override)) {
    if (!isMap(entries) || describeValue("tenant", ["spec", field]).fields.length > 0) continue;
    const declared = Object.keys(mapAt(base, field));
    for (const name of Object.keys(entries).filter((key) => !declared.includes(key))) {
      const origin = { source, path: ["spec", "clusters", cluster, field, name] };
      const { line, column } = locate(source, origin.path, "key");
      const missing = left.filter(
        ({ code, at }) => code === "input/missing-field" && at.line === line && at.column === column,
      );
      if (missing.length === 0) continue;
      const required = describeValue("tenant", ["spec", field, name]).required.join(" and ");
      left = [
        ...left.filter((diagnostic) => !missing.includes(diagnostic)),
        undeclaredOverride(origin, cluster, [field, name], declared, required),
      ];
    }
  }
  return left;
}

function mapAt(data: RawMap, key: string): RawMap {
  const value = data[key];
  return isMap(value) ? value : {};
}

function specOf(value: unknown): RawMap {
  return isMap(value) && isMap(value["spec"]) ? value["spec"] : {};
}

function overrideOf(overrides: unknown, cluster: string): RawMap {
  const override = isMap(overrides) ? overrides[cluster] : undefined;
  return isMap(override) ? override : {};
}

function nameFinding(source: SourceDocument["source"], other: string, hint: string): Diagnostic {
  return {
    code: "input/file-name",
    severity: "error",
    message: codes["input/file-name"].messages.misnamed(other),
    hint,
    at: locate(source, ["metadata", "name"]),
  };
}
