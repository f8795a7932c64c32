import { admissionObjects } from "../admission/policy-objects.ts";
import { generateAddon } from "../generate/generate-addon.ts";
import { generatePlatform } from "../generate/generate-platform.ts";
import { generateTenant } from "../generate/generate-tenant.ts";
import { clusterScope, tenantScope } from "../generate/scope.ts";
import { tenantRecipient } from "../generate/share-recipient.ts";
import { shareObjects, sharesOf } from "../generate/tenant-shares.ts";
import { addonLayout } from "../layout/addon-layout.ts";
import { platformLayout } from "../layout/platform-layout.ts";
import { sharesLayout, sharesProjectLayout } from "../layout/shares-layout.ts";
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
      sharesProjectLayout(own),
      ...cluster.addons.map((addon) => addonLayout(own, addon, generateAddon(own, addon))),
    ]);
  }
  const scope = tenantScope(cluster, tenant);
  const recipient = tenantRecipient(scope);
  const shares = shareObjects(recipient, sharesOf(recipient));
  return together([tenantLayout(scope, generateTenant(scope), components), sharesLayout(scope, shares)]);
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
