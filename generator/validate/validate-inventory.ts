import { compareStrings, type Diagnostic, saidOnce } from "../diagnostics/diagnostic.ts";
import { suggestion } from "../diagnostics/nearest.ts";
import { failed, type Outcome, outcome } from "../diagnostics/outcome.ts";
import type { Documents } from "../load/load-repository.ts";
import { locate } from "../load/locate.ts";
import type { Path, SourceDocument } from "../load/source.ts";
import { Cluster } from "./cluster.ts";
import { type ClusterEntry, findingAt, type Inventory, type PlatformEntry, type TenantEntry } from "./inventory.ts";
import { holds, isMap, merge, type RawMap } from "./merge.ts";
import { parse } from "./parse.ts";
import { Platform } from "./platform.ts";
import { references } from "./references/table.ts";
import { notOverridable, TenantEnvelope, TenantSpec } from "./tenant.ts";

/** Raw documents to the inventory: schemas first, then everything that one declaration says of another. */
export function validateInventory(documents: Documents): Outcome<Inventory> {
  const found: Diagnostic[] = [];
  const platform = documents.platform === undefined ? undefined : platformEntry(documents.platform, found);
  const clusters = documents.clusters.map((document) => clusterEntry(document, found)).filter(isDefined);
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
  return outcome(inventory, saidOnce([...found, ...references.flatMap((check) => [...check(inventory)])]));
}

function platformEntry({ source, value }: SourceDocument, found: Diagnostic[]): PlatformEntry | undefined {
  const parsed = parse(Platform, value, { source, path: (path) => path });
  found.push(...parsed.diagnostics);
  if (parsed.value === undefined) return undefined;
  return {
    name: parsed.value.metadata.name,
    spec: parsed.value.spec,
    at: (...path) => ({ source, path: ["spec", ...path] }),
  };
}

function clusterEntry({ source, value }: SourceDocument, found: Diagnostic[]): ClusterEntry | undefined {
  const parsed = parse(Cluster, value, { source, path: (path) => path });
  found.push(...parsed.diagnostics);
  if (parsed.value === undefined) return undefined;
  const { name } = parsed.value.metadata;
  const folder = source.file.split("/")[1] ?? "";
  if (name !== folder)
    found.push(misnamed(source, `the folder is called ${folder}`, `Call both ${name} or both ${folder}.`));
  return { name, spec: parsed.value.spec, tenants: [], at: (...path) => ({ source, path: ["spec", ...path] }) };
}

/** One entry a cluster. A cluster's overrides are merged into the raw spec, and only the result is parsed. */
function tenantEntries(
  { source, value }: SourceDocument,
  clusterNames: readonly string[],
  found: Diagnostic[],
): readonly { readonly cluster: string; readonly entry: TenantEntry }[] {
  const envelope = parse(TenantEnvelope, value, { source, path: (path) => path });
  const mistakes: Diagnostic[] = [...envelope.diagnostics];
  const { clusters: overrides, ...base } = specOf(value);
  const names = envelope.value === undefined ? [] : Object.keys(envelope.value.spec.clusters);
  const stem = source.file.replace(/^.*\//, "").replace(/\.yaml$/, "");
  const name = envelope.value?.metadata.name;
  if (name !== undefined && name !== stem) {
    mistakes.push(
      misnamed(source, `the file is called ${stem}.yaml`, `Rename the file to ${name}.yaml, or the tenant to ${stem}.`),
    );
  }

  const entries = (names.length > 0 ? names : [""]).flatMap((clusterName) => {
    const override = overrideOf(overrides, clusterName);
    for (const fixed of notOverridable) {
      if (!(fixed in override)) continue;
      const at = { source, path: ["spec", "clusters", clusterName, fixed] };
      mistakes.push(
        findingAt(
          at,
          "input/not-overridable",
          `${fixed} is the same on every cluster`,
          `Move it to spec.${fixed}.`,
          "key",
        ),
      );
    }
    const written = (path: Path): Path =>
      holds(override, path) ? ["spec", "clusters", clusterName, ...path] : ["spec", ...path];
    const allowed = Object.fromEntries(
      Object.entries(override).filter(([key]) => !notOverridable.some((fixed) => fixed === key)),
    );
    const merged = merge(base, allowed);
    const parsed = parse(TenantSpec, merged, { source, path: written });
    mistakes.push(...parsed.diagnostics);
    if (clusterName !== "" && !clusterNames.includes(clusterName)) {
      const at = { source, path: ["spec", "clusters", clusterName] };
      const hint = suggestion(clusterName, clusterNames);
      mistakes.push(findingAt(at, "reference/unknown", `there is no cluster ${clusterName}`, hint, "key"));
    }
    if (parsed.value === undefined || name === undefined) return [];
    const entry: TenantEntry = {
      name,
      spec: parsed.value,
      at: (...path) => ({ source, path: written(path) }),
      writes: (path) => holds(merged, path),
    };
    return [{ cluster: clusterName, entry }];
  });
  found.push(...saidOnce(mistakes));
  return entries;
}

function specOf(value: unknown): RawMap {
  return isMap(value) && isMap(value["spec"]) ? value["spec"] : {};
}

function overrideOf(overrides: unknown, cluster: string): RawMap {
  const override = isMap(overrides) ? overrides[cluster] : undefined;
  return isMap(override) ? override : {};
}

function misnamed(source: SourceDocument["source"], why: string, hint: string): Diagnostic {
  return {
    code: "input/file-name",
    severity: "error",
    message: `the name differs from its file: ${why}`,
    hint,
    at: locate(source, ["metadata", "name"]),
  };
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
