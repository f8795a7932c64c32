import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../../load/source.ts";
import { didYouMean, nearest, suggestion } from "../../text/nearest.ts";
import { isProvided } from "../addons/by-hand.ts";
import { contractNames } from "../addons/contracts.ts";
import { filledAddon } from "../addons/filled.ts";
import type { ObjectTemplate } from "../addons/object-template.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { canBe } from "../addons/setting-values.ts";
import { type ClusterEntry, findingAt } from "../inventory.ts";
import { unknownReference } from "./unknown.ts";

/** The templates of an add-on on a cluster: their conditions and maps, and a value for each placeholder. */
export function* templatesOf(cluster: ClusterEntry, addon: AddonEntry): Iterable<Diagnostic> {
  for (const [name, { objects = {}, chart }] of Object.entries(addon.spec.applications)) {
    for (const [key, template] of Object.entries(objects))
      yield* settingsOfTemplate(addon, template, ["applications", name, "objects", key]);
    for (const [index, template] of (chart?.entries ?? []).entries())
      yield* settingsOfTemplate(addon, template, ["applications", name, "chart", "entries", index]);
  }
  for (const { path, placeholder } of filledAddon(cluster, addon).missing) {
    if (isOfMissingContract(cluster, addon, placeholder)) continue;
    const message = codes["addons/placeholder"].messages.missing(placeholder, cluster.name);
    yield findingAt(addon.at(...path), "addons/placeholder", message, hintFor(placeholder, addon, path[0]));
  }
}

/** Whether the placeholder belongs to a contract that the add-on requires: the missing contract is one finding. */
function isOfMissingContract(cluster: ClusterEntry, { spec }: AddonEntry, placeholder: string): boolean {
  const root = placeholder.slice(1, -1).split(".")[0];
  const contract = spec.requires.find((required) => required === root);
  return contract !== undefined && !isProvided(cluster, contract);
}

/** The settings that `when`, `forEach` and `where` name. */
function* settingsOfTemplate(
  { name, spec: { settings }, at }: AddonEntry,
  { when, forEach, where }: Pick<ObjectTemplate, "when" | "forEach" | "where">,
  path: Path,
): Iterable<Diagnostic> {
  const scope = `of add-on ${name}`;
  const names = Object.keys(settings).map((setting) => `${prefix}${setting}`);
  if (when?.startsWith(prefix)) yield* unknownReference(at(...path, "when"), when, names, "setting", { scope });
  const maps = names.filter((setting) => settings[setting.slice(prefix.length)]?.type === "map");
  yield* unknownReference(at(...path, "forEach"), forEach, maps, "map of settings", { scope });
  const map = settings[forEach?.slice(prefix.length) ?? ""];
  const fields = map?.type === "map" ? Object.keys(map.fields) : [];
  const ofMap = `of ${forEach ?? "a template without forEach"}`;
  for (const field of maps.includes(forEach ?? "") || forEach === undefined ? Object.keys(where ?? {}) : [])
    yield* unknownReference(at(...path, "where", field), field, fields, "field", { scope: ofMap, part: "key" });
  for (const [field, value] of Object.entries(where ?? {})) {
    const setting = map?.type === "map" ? map.fields[field] : undefined;
    if (setting === undefined || canBe(setting, value)) continue;
    const message = codes["addons/placeholder"].messages.neverTrue(value, field, forEach ?? "");
    const hint =
      setting.oneOf === undefined ? `Its type is ${setting.type}.` : suggestion(String(value), setting.oneOf);
    yield findingAt(at(...path, "where", field), "addons/placeholder", message, hint);
  }
}

const prefix = "settings.";

/** Where the value of a placeholder comes from. */
function hintFor(placeholder: string, addon: AddonEntry, part: string | number | undefined): string {
  const [root = "", ...field] = placeholder.slice(1, -1).split(".");
  const byHand = hints[root];
  if (root === "settings") return settingHint(field, addon);
  if (root === "item") return "Use {item.<field>} only in an object with forEach.";
  if (root === "tenant") return "Use {tenant} only under perTenant.";
  if (byHand !== undefined) return byHand(field.join("."));
  if (contractNames.some((contract) => contract === root))
    return `Switch on an add-on that provides ${root}, or set when: ${root} for the object.`;
  const meant = nearest(root, part === "perTenant" ? ["tenant", ...roots] : roots);
  return meant === undefined
    ? "Correct the name, or write double braces for a text that is not a placeholder."
    : `${didYouMean(`{${[meant, ...field].join(".")}}`)} For a text that is not a placeholder, write double braces.`;
}

/** A cluster's file can set only a setting that the add-on declares. */
function settingHint([setting = "", ...rest]: readonly string[], { name, spec: { settings } }: AddonEntry): string {
  if (Object.hasOwn(settings, setting))
    return `Set ${[setting, ...rest].join(".")} under spec.addons.${name}.settings, or correct the name.`;
  const declared = Object.keys(settings);
  const meant = nearest(setting, declared);
  const known =
    meant === undefined ? suggestion(setting, declared) : didYouMean(`{${["settings", meant, ...rest].join(".")}}`);
  return `${known} To add a setting, declare it under spec.settings of add-on ${name}.`;
}

/** The names that placeholders begin with, apart from those that exist only in some templates. */
const roots: readonly string[] = [
  "settings",
  "cluster",
  "environment",
  "domain",
  "network",
  "storageClasses",
  "seldon",
  ...contractNames,
];

const hints: Readonly<Record<string, (field: string) => string>> = {
  database: () => "Set spec.database in platform/platform.yaml, or correct the name of the field.",
  domain: () => "Set spec.network.domain in the cluster's file.",
  monitoring: (field) => `Set spec.prometheus.${field} in the cluster's file, or switch on an add-on that provides it.`,
  streaming: () => "Set spec.seldon.kafka in platform/platform.yaml, or switch on an add-on that provides it.",
};
