import { compareStrings } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../../load/source.ts";
import type { ClusterEntry, Origin } from "../inventory.ts";
import { isMap, type RawMap, valueAt } from "../merge.ts";
import type { AddonApplication } from "./application.ts";
import { isBelowMirror, withCopies } from "./chart-images.ts";
import { addonFacts, clusterFacts } from "./facts.ts";
import { type Facts, fillNode, type MissingFact, placeholderName } from "./fill.ts";
import type { ObjectTemplate } from "./object-template.ts";
import type { AddonEntry } from "./on-cluster.ts";
import { entriesOfTenants, type FilledEntry, withEntries } from "./value-entries.ts";

/** An add-on on a cluster with every placeholder replaced. */
export interface FilledAddon {
  /** The values of each chart, by Application. */
  readonly values: ReadonlyMap<string, RawMap>;
  /** The objects of each Application with objects, by Application. */
  readonly objects: ReadonlyMap<string, readonly FilledObject[]>;
  /** The entries of lists in the values, in their order. The values contain those whose path is a list. */
  readonly entries: readonly FilledEntry[];
  /** Placeholders without a value, with paths in the add-on's spec. */
  readonly missing: readonly MissingFact[];
}

export interface FilledObject {
  readonly object: RawMap;
  readonly origin: Origin;
}

export function filledAddon(cluster: ClusterEntry, addon: AddonEntry): FilledAddon {
  const known = clusterFacts(cluster);
  const facts = addonFacts(known, addon);
  const direct = isBelowMirror(cluster, addon);
  const missing: MissingFact[] = [...missingInDefaults(addon, known), ...missingPerTenant(addon, facts)];
  const values = new Map<string, RawMap>();
  const entries: FilledEntry[] = [];
  const objects = new Map<string, readonly FilledObject[]>();
  for (const [name, { chart, objects: templates }] of Object.entries(addon.spec.applications)) {
    if (chart !== undefined) {
      const filled = fillNode(chart.values, facts, ["applications", name, "chart", "values"]);
      missing.push(...filled.missing);
      const written = isMap(filled.value) ? filled.value : {};
      const own = [
        ...settingEntries(name, chart.entries, facts, missing),
        ...entriesOfTenants(cluster, addon, name, facts),
      ];
      const extended = withEntries(written, own);
      entries.push(...extended.entries);
      values.set(name, direct ? extended.values : withCopies(cluster.spec, extended.values, chart.images ?? {}));
    }
    if (templates !== undefined) objects.set(name, filledObjects(addon, name, templates, facts, missing));
  }
  return { values, objects, entries, missing };
}

/** A default of a setting can contain placeholders too. */
function missingInDefaults({ settings }: AddonEntry, known: Facts): readonly MissingFact[] {
  return fillNode(settings, known).missing.map(({ path: [name = ""], placeholder }) => ({
    path: ["settings", name, "default"],
    placeholder,
  }));
}

/** The objects of tenants are filled later, for each tenant. Whether their placeholders have values does not depend on the tenant. */
function missingPerTenant({ spec }: AddonEntry, facts: Facts): readonly MissingFact[] {
  return Object.entries(spec.perTenant).flatMap(
    ([key, template]) => fillNode(template, { ...facts, tenant: "tenant" }, ["perTenant", key]).missing,
  );
}

/** The entries that maps of the settings add to the values of a chart. */
function settingEntries(
  application: string,
  templates: NonNullable<AddonApplication["chart"]>["entries"],
  facts: Facts,
  missing: MissingFact[],
): readonly FilledEntry[] {
  return templates.flatMap((template, index) => {
    const path: Path = ["applications", application, "chart", "entries", index];
    return itemsOf(template, facts).map(({ item = {} }) => {
      const filled = fillNode(template.entry, { ...facts, item }, [...path, "entry"]);
      missing.push(...filled.missing);
      return { application, at: template.at.split("."), entry: filled.value, path, isListed: true };
    });
  });
}

function filledObjects(
  addon: AddonEntry,
  application: string,
  templates: NonNullable<AddonApplication["objects"]>,
  facts: Facts,
  missing: MissingFact[],
): readonly FilledObject[] {
  return Object.entries(templates).flatMap(([key, template]) => {
    if (!holds(template, facts)) return [];
    const path: Path = ["applications", application, "objects", key, "object"];
    return itemsOf(template, facts).map(({ item, origin }) => {
      const filled = fillNode(template.object, item === undefined ? facts : { ...facts, item }, path);
      missing.push(...filled.missing);
      const from = origin === undefined ? addon.at(...path) : addon.onCluster(...origin);
      const within = (part: Path): Origin => {
        const { placeholder, below } = placeholderAt(template.object, ["spec", ...part]);
        const [root, ...names] = placeholder;
        if (root === "settings") return addon.onCluster("settings", ...names, ...below);
        return root === "item" && origin !== undefined
          ? addon.onCluster(...origin, ...names, ...below)
          : addon.at(...path, "spec", ...part);
      };
      return { object: isMap(filled.value) ? filled.value : {}, origin: { ...from, within } };
    });
  });
}

/** The name of the placeholder that gives the value at a path of a template, and the rest of the path below this value. */
function placeholderAt(template: unknown, path: Path): { readonly placeholder: Path; readonly below: Path } {
  for (const index of [...path.keys(), path.length]) {
    const name = placeholderName(valueAt(template, path.slice(0, index)));
    if (name !== undefined) return { placeholder: name, below: path.slice(index) };
  }
  return { placeholder: [], below: [] };
}

/** A setting with the value false does not hold. */
function holds({ when }: ObjectTemplate, facts: Facts): boolean {
  const fact = when === undefined ? true : valueAt(facts, when.split("."));
  return fact !== undefined && fact !== null && fact !== false;
}

/** One item without `forEach`. With `forEach`, one for each entry of the map, which is the origin of the object. */
function itemsOf(
  { forEach, where = {} }: Pick<ObjectTemplate, "forEach" | "where">,
  facts: Facts,
): readonly { readonly item?: RawMap; readonly origin?: Path }[] {
  if (forEach === undefined) return [{}];
  const map = valueAt(facts, forEach.split("."));
  if (!isMap(map)) return [];
  return Object.entries(map)
    .filter(([, fields]) => Object.entries(where).every(([name, value]) => valueAt(fields, [name]) === value))
    .sort(([left], [right]) => compareStrings(left, right))
    .map(([key, fields]) => ({
      item: { ...(isMap(fields) ? fields : {}), key },
      origin: [...forEach.split("."), key],
    }));
}
