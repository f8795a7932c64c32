import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Path, SourceDocument } from "../load/source.ts";
import type { ValueForm } from "./described.ts";
import { findingAt } from "./inventory.ts";
import { type Layer, layered } from "./layers.ts";
import { mapAtPath, valueAt } from "./merge.ts";
import { parse, type WrittenPlace } from "./parse.ts";
import { placementFields, TenantSpec } from "./tenant.ts";
import type { SelectableCluster } from "./tenant-clusters.ts";
import { isDefaultable, TenantDefaults } from "./tenant-defaults.ts";

/** The defaults and components that the platform team sets for the tenants of one cluster. */
export interface SharedSettings {
  /** For all tenants, for the cluster's groups in the order of the cluster, and for the cluster. */
  readonly defaults: readonly Layer[];
  /** Without duplicates, each with its first position. */
  readonly components: readonly { readonly name: string; readonly at: WrittenPlace }[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Level {
  readonly document: SourceDocument;
  readonly form: ValueForm;
  readonly path: Path;
}

export function sharedSettings(platform: SourceDocument | undefined, cluster: SelectableCluster): SharedSettings {
  const ofPlatform = (...path: Path): readonly Level[] =>
    platform === undefined ? [] : [{ document: platform, form: "platform", path: ["spec", "tenants", ...path] }];
  const levels: readonly Level[] = [
    ...ofPlatform(),
    ...cluster.groups.flatMap((group) => ofPlatform("groups", group)),
    { document: cluster.document, form: "cluster", path: ["spec", "tenants"] },
  ];
  const written = levels.map(defaultsOf).filter(({ data }) => Object.keys(data).length > 0);
  const defaults = written.map((layer) => ({
    ...layer,
    data: Object.fromEntries(Object.entries(layer.data).filter(([name]) => !isTenantsOwn(name))),
  }));
  return {
    defaults,
    components: levels
      .flatMap(componentsOf)
      .filter(({ name }, index, all) => all.findIndex((component) => component.name === name) === index),
    diagnostics: [...written.flatMap(ownFieldFindings), ...invalidDefaults(defaults)],
  };
}

function defaultsOf({ document, form, path }: Level): Layer {
  const place = [...path, "defaults"];
  return { source: document.source, form, path: place, data: mapAtPath(document.value, place) };
}

function componentsOf({ document, form, path }: Level): SharedSettings["components"] {
  const names = valueAt(document.value, [...path, "components"]);
  if (!Array.isArray(names)) return [];
  return names.flatMap((name, index) =>
    typeof name === "string"
      ? [{ name, at: { source: document.source, form, path: [...path, "components", index] } }]
      : [],
  );
}

/** Whether only a tenant's own file can set a field. Unknown fields are left to the schema. */
function isTenantsOwn(name: string): boolean {
  const isKnown = Object.hasOwn(TenantSpec.shape, name) || placementFields.some((field) => field === name);
  return isKnown && !isDefaultable(name);
}

function ownFieldFindings({ source, path, data }: Layer): readonly Diagnostic[] {
  return Object.keys(data)
    .filter(isTenantsOwn)
    .map((name) =>
      findingAt(
        { source, path: [...path, name] },
        "input/not-overridable",
        codes["input/not-overridable"].messages.invalidDefault(name),
        name === "components"
          ? "Move the list out of defaults, to the field components next to it."
          : `Remove the field, and set spec.${name} in the tenant files.`,
        "key",
      ),
    );
}

/** Mistakes of the defaults alone, so that they are found before the first tenant. */
function invalidDefaults(layers: readonly Layer[]): readonly Diagnostic[] {
  const last = layers.at(-1);
  if (last === undefined) return [];
  const { value, writtenAt } = layered(layers.slice(0, -1), last, []);
  return parse(TenantDefaults, value, writtenAt).diagnostics;
}
