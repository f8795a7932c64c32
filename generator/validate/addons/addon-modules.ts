import type { SchemaSource } from "../../tools/schema-fault.ts";
import type { SchemaPins } from "../../tools/schema-sources.ts";
import type { AddonEntry } from "./on-cluster.ts";

/** The modules with the schemas of the add-ons of one cluster, each with its add-on. */
export function addonModules(addons: readonly AddonEntry[]): readonly SchemaSource[] {
  return addons.flatMap(({ name, spec }) =>
    Object.entries(spec.schemas).map(([module, source]) => ({
      module,
      ...source,
      addon: name,
      declaredAt: ["schemas", module],
    })),
  );
}

/**
 * The pins of a cluster: those of the repository, and the modules of its add-ons. An add-on's module replaces the one that
 * Tenantry ships. Several sources of one version become one with all their files. Of two versions, the first one stays:
 * `references/addon-modules.ts` reports the second.
 */
export function pinsWithAddons(pins: SchemaPins, addons: readonly AddonEntry[]): SchemaPins {
  const modules = new Map(pins.modules.map((source) => [source.module, source]));
  for (const source of addonModules(addons)) {
    const other = modules.get(source.module);
    if (other === undefined || other.declaredAt === undefined) modules.set(source.module, source);
    else if (other.version === source.version)
      modules.set(source.module, { ...other, crds: [...new Set([...other.crds, ...source.crds])] });
  }
  return { ...pins, modules: [...modules.values()] };
}
