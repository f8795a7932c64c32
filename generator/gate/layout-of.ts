import { admissionObjects } from "../admission/policy-objects.ts";
import { generateAddon } from "../generate/generate-addon.ts";
import { generatePlatform } from "../generate/generate-platform.ts";
import { generateTenant } from "../generate/generate-tenant.ts";
import { clusterScope, tenantScope } from "../generate/scope.ts";
import { addonLayout } from "../layout/addon-layout.ts";
import { hostedLayout, hostedProjectLayout } from "../layout/hosted-layout.ts";
import { hostedParts } from "../layout/paths.ts";
import { platformLayout } from "../layout/platform-layout.ts";
import { tenantLayout } from "../layout/tenant-layout.ts";
import type { UnitLayout } from "../layout/unit-layout.ts";
import { rules } from "../rules/table.ts";
import type { Inventory } from "../validate/inventory.ts";
import type { SelectedUnit } from "../validate/selection.ts";

/** Generates one unit (a tenant on a cluster, or a cluster's platform) as overlays, Applications and texts. */
export function layoutOf(inventory: Inventory, { cluster, tenant }: SelectedUnit): UnitLayout {
  const { components } = inventory;
  if (tenant === undefined) {
    const own = clusterScope(cluster);
    return together([
      platformLayout(inventory, own, generatePlatform(own), admissionObjects(own, rules)),
      ...hostedParts.map((part) => hostedProjectLayout(own, part)),
      ...cluster.addons.map((addon) => addonLayout(own, addon, generateAddon(own, addon))),
    ]);
  }
  const scope = tenantScope(cluster, tenant);
  return together([
    tenantLayout(scope, generateTenant(scope), components),
    ...hostedParts.map((part) => hostedLayout(scope, part)),
  ]);
}

/** Several layouts of one unit as one. */
function together(layouts: readonly UnitLayout[]): UnitLayout {
  return {
    overlays: layouts.flatMap(({ overlays }) => overlays),
    objects: layouts.flatMap(({ objects }) => objects),
    texts: new Map(layouts.flatMap(({ texts }) => [...texts])),
    permissions: new Map(layouts.flatMap(({ permissions }) => [...permissions])),
  };
}
