import { z } from "zod";
import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { shippedName } from "../../load/shipped-addons.ts";
import type { Path } from "../../load/source.ts";
import { findingAt, type Origin } from "../inventory.ts";
import { inputSchema } from "../json-schema.ts";
import { isOverridden, merge, type RawMap, recordOf } from "../merge.ts";
import { parse } from "../parse.ts";
import { unknownReference } from "../references/unknown.ts";
import { AddonSpec } from "./addon.ts";
import type { Adoption, ClusterAddon } from "./cluster-addon.ts";
import type { AddonDefinition, AddonDefinitions } from "./definition.ts";
import { ownFacts } from "./facts.ts";
import { type Facts, fillNode } from "./fill.ts";
import type { FilledSecret } from "./secret.ts";
import { settingsSchema } from "./setting-values.ts";

/** An add-on that is on, on one cluster. */
export interface AddonEntry {
  readonly name: string;
  /** The spec with the cluster's variant, and with the cluster's differences of chart values. Placeholders are not filled. */
  readonly spec: AddonSpec;
  /** The settings of the cluster, with the defaults. */
  readonly settings: Facts;
  /** The Secrets that a store fills, by name. */
  readonly secrets: Readonly<Record<string, FilledSecret>>;
  /** The parts that have left or leave the cluster, in their order. Empty unless the add-on is being switched off. */
  readonly retired: readonly string[];
  /** The Applications whose data may be lost. */
  readonly discards: readonly string[];
  /** Workloads that a person deletes, because Kubernetes does not change their selectors. */
  readonly replaces: readonly string[];
  /** Facts about objects of another installer, by Application, while the cluster adopts them. */
  readonly adopts: Readonly<Record<string, Adoption>>;
  /** The origin of a part of the spec: in the add-on's file, or in the cluster's file for its differences. */
  readonly at: (...path: Path) => Origin;
  /** The origin of a part of the cluster's entry for the add-on. */
  readonly onCluster: (...path: Path) => Origin;
}

/**
 * The add-ons of a cluster, by name.
 * @param at The origin of a part of the cluster's spec.
 */
export function addonsOnCluster(
  uses: Readonly<Record<string, ClusterAddon>>,
  definitions: AddonDefinitions,
  at: (...path: Path) => Origin,
  found: Diagnostic[],
): readonly AddonEntry[] {
  const names = Object.keys(uses).sort();
  return names.flatMap((name) => {
    const use = uses[name];
    const definition = definitions.get(name);
    const onCluster = (...path: Path): Origin => at("addons", name, ...path);
    if (use === undefined) return [];
    if (!definitions.has(name)) {
      found.push(
        ...unknownReference(onCluster(), name, [...definitions.keys()], "add-on", { part: "key", siblings: names }),
      );
      return [];
    }
    return definition === undefined ? [] : (addonEntry(use, definition, onCluster, found) ?? []);
  });
}

function addonEntry(
  use: ClusterAddon,
  definition: AddonDefinition,
  onCluster: AddonEntry["onCluster"],
  found: Diagnostic[],
): AddonEntry | undefined {
  const { name, variants } = definition;
  const variant = use.variant === undefined ? undefined : variants[use.variant];
  if (use.variant !== undefined && variant === undefined) {
    const scope = `of add-on ${name}`;
    found.push(...unknownReference(onCluster("variant"), use.variant, Object.keys(variants), "variant", { scope }));
    return undefined;
  }
  const selected = { ...definition, at: selectedOn(onCluster, definition.at) };
  const based = variant === undefined ? selected : withVariant(selected, use.variant ?? "", variant, found);
  if (based === undefined) return undefined;
  const settings = settingsOf(use, name, based.spec, onCluster, found);
  const missing =
    settings === undefined ? [] : fillNode(based.spec.provides, ownFacts(based.spec, settings), ["provides"]).missing;
  for (const { path, placeholder } of missing) {
    const message = codes["addons/placeholder"].messages.notSetting(placeholder);
    found.push(findingAt(based.at(...path), "addons/placeholder", message));
  }
  if (settings === undefined || missing.length > 0) return undefined;
  const { secrets, retired, discards, replaces, adopts } = use;
  const differing = withVersions(use, withValues(use, based, onCluster, found), onCluster, found);
  return { name, ...differing, settings, secrets, retired, discards, replaces, adopts, onCluster };
}

/** The settings of the cluster's file, with the defaults. Messages and hints name them as this file does. */
function settingsOf(
  { settings }: ClusterAddon,
  name: string,
  spec: AddonSpec,
  onCluster: AddonEntry["onCluster"],
  found: Diagnostic[],
): Facts | undefined {
  const schema = z.object({
    spec: z.object({ addons: z.object({ [name]: z.object({ settings: settingsSchema(spec.settings) }) }) }),
  });
  const { source } = onCluster();
  const form = { schema: () => inputSchema(schema) };
  const { value, diagnostics } = parse(schema, { spec: { addons: { [name]: { settings } } } }, (path) => ({
    source,
    form,
    path,
  }));
  found.push(...diagnostics);
  const set = value?.spec.addons[name]?.settings;
  return set && { ...unset(spec), ...set };
}

/** Null for every optional setting, as the value on a cluster that does not set it. */
function unset({ settings }: AddonSpec): Facts {
  const optional = Object.entries(settings).filter(([, setting]) => setting.optional && setting.type !== "map");
  return recordOf(optional.map(([name]) => [name, null]));
}

/** No user can change a shipped add-on: its parts stand for the line of the cluster's file that switches it on. */
function selectedOn(onCluster: AddonEntry["onCluster"], at: AddonDefinition["at"]): AddonDefinition["at"] {
  return (...path) => {
    const origin = at(...path);
    if (shippedName(origin.source.file) === undefined) return origin;
    return { ...origin, selectedBy: onCluster(), within: (part) => selectedOn(onCluster, at)(...path, ...part) };
  };
}

type SpecWithOrigins = Pick<AddonDefinition, "spec" | "at">;

/** The spec with the differences of a variant, which is parsed like the file itself. */
function withVariant(
  { raw, at }: AddonDefinition,
  name: string,
  variant: RawMap,
  found: Diagnostic[],
): SpecWithOrigins | undefined {
  const origin = (...path: Path): Origin =>
    isOverridden(raw, variant, path) ? at("variants", name, ...path) : at(...path);
  const { value, diagnostics } = parse(AddonSpec, merge(raw, variant), (path) => {
    const written = origin(...path);
    return written.selectedBy === undefined
      ? { ...written, form: "addon" }
      : { ...written.selectedBy, form: "cluster" };
  });
  found.push(...diagnostics);
  return value && { spec: value, at: origin };
}

/** The spec with the cluster's differences of chart values. */
function withValues(
  use: ClusterAddon,
  { spec, at }: SpecWithOrigins,
  onCluster: AddonEntry["onCluster"],
  found: Diagnostic[],
): SpecWithOrigins {
  const { applications } = spec;
  const scope = `of add-on ${String(onCluster().path.at(-1))}`;
  for (const name of Object.keys(use.values)) {
    const charts = Object.keys(applications).filter((known) => applications[known]?.chart !== undefined);
    found.push(...unknownReference(onCluster("values", name), name, charts, "chart", { scope, part: "key" }));
  }
  const merged = Object.entries(applications).map(([name, application]) => {
    const { chart } = application;
    const difference = use.values[name];
    if (chart === undefined || difference === undefined) return [name, application] as const;
    return [name, { ...application, chart: { ...chart, values: merge(chart.values, difference) } }] as const;
  });
  const origin = (...path: Path): Origin => {
    const [field, name, source, values, ...below] = path;
    const inValues = field === "applications" && source === "chart" && values === "values";
    const difference = inValues ? use.values[String(name)] : undefined;
    const base = applications[String(name)]?.chart?.values ?? {};
    return difference !== undefined && isOverridden(base, difference, below)
      ? onCluster("values", String(name), ...below)
      : at(...path);
  };
  return { spec: { ...spec, applications: recordOf(merged) }, at: origin };
}

/** The spec with the cluster's versions of charts and of folders of other git repositories. */
function withVersions(
  { versions }: ClusterAddon,
  { spec, at }: SpecWithOrigins,
  onCluster: AddonEntry["onCluster"],
  found: Diagnostic[],
): SpecWithOrigins {
  const { applications } = spec;
  const scope = `of add-on ${String(onCluster().path.at(-1))}`;
  const versioned = Object.keys(applications).filter((name) => applications[name]?.objects === undefined);
  for (const name of Object.keys(versions))
    found.push(...unknownReference(onCluster("versions", name), name, versioned, "chart", { scope, part: "key" }));
  const merged = Object.entries(applications).map(([name, application]) => {
    const { chart, git } = application;
    const version = versions[name];
    if (version === undefined) return [name, application] as const;
    if (chart !== undefined) return [name, { ...application, chart: { ...chart, version } }] as const;
    return [name, git === undefined ? application : { ...application, git: { ...git, revision: version } }] as const;
  });
  const origin = (...path: Path): Origin => {
    const [field, name, source, last] = path;
    const isVersion =
      field === "applications" &&
      ((source === "chart" && last === "version") || (source === "git" && last === "revision"));
    return isVersion && versions[String(name)] !== undefined ? onCluster("versions", String(name)) : at(...path);
  };
  return { spec: { ...spec, applications: recordOf(merged) }, at: origin };
}
