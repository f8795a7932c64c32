import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { addonCapacityReferences } from "./addon-capacity.ts";
import { addonHealthReferences } from "./addon-health.ts";
import { addonLifecycleReferences } from "./addon-lifecycle.ts";
import { addonMeshReferences } from "./addon-mesh.ts";
import { addonModuleReferences } from "./addon-modules.ts";
import { addonProjectReferences } from "./addon-projects.ts";
import { addonSecretReferences } from "./addon-secrets.ts";
import { addonReferences } from "./addons.ts";
import { adoptionReferences } from "./adoption.ts";
import { capacityReferences } from "./capacity.ts";
import { chartReferences } from "./charts.ts";
import { componentReferences } from "./components.ts";
import type { ReferenceCheck, TenantContext } from "./context.ts";
import { endpointReferences } from "./endpoints.ts";
import { graphReferences } from "./graphs.ts";
import { hubReferences } from "./hubs.ts";
import { imageMirrorReferences } from "./image-mirror.ts";
import { argoCDNamespaces, groupNames, nameReferences } from "./naming.ts";
import { networkReferences } from "./network.ts";
import { placeholderAddresses } from "./placeholders.ts";
import { platformReferences } from "./platform.ts";
import { platformLimitReferences } from "./platform-limits.ts";
import { schemaReferences } from "./schemas.ts";
import { securityReferences } from "./security.ts";
import { servingReferences } from "./serving.ts";
import { tenantFolderReferences } from "./tenant-folders.ts";
import { tenantSettingsReferences } from "./tenant-settings.ts";

export const referenceChecks: readonly ReferenceCheck[] = [
  platformReferences,
  schemaReferences,
  platformLimitReferences,
  placeholderAddresses,
  hubReferences,
  argoCDNamespaces,
  groupNames,
  addonReferences,
  addonModuleReferences,
  addonSecretReferences,
  addonMeshReferences,
  chartReferences,
  imageMirrorReferences,
  addonProjectReferences,
  addonLifecycleReferences,
  adoptionReferences,
  addonHealthReferences,
  addonCapacityReferences,
  endpointReferences,
  componentReferences,
  tenantSettingsReferences,
  nameReferences,
  tenantFolderReferences,
  forEachTenant(servingReferences),
  forEachTenant(graphReferences),
  forEachTenant(networkReferences),
  forEachTenant(securityReferences),
  capacityReferences,
];

function forEachTenant(check: (context: TenantContext) => Iterable<Diagnostic>): ReferenceCheck {
  return function* ({ clusters, components }) {
    for (const cluster of clusters)
      for (const tenant of cluster.tenants) yield* check({ platform: cluster.platform, cluster, tenant, components });
  };
}
