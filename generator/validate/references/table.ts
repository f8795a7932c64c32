import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { capacity } from "./capacity.ts";
import { components } from "./components.ts";
import type { ReferenceCheck, TenantContext } from "./context.ts";
import { endpoints } from "./endpoints.ts";
import { graphs } from "./graphs.ts";
import { naming } from "./naming.ts";
import { network } from "./network.ts";
import { platformItself } from "./platform.ts";
import { platformLimits } from "./platform-limits.ts";
import { security } from "./security.ts";
import { serving } from "./serving.ts";

export const references: readonly ReferenceCheck[] = [
  platformItself,
  platformLimits,
  endpoints,
  components,
  naming,
  forEachTenant(serving),
  forEachTenant(graphs),
  forEachTenant(network),
  forEachTenant(security),
  capacity,
];

function forEachTenant(check: (context: TenantContext) => Iterable<Diagnostic>): ReferenceCheck {
  return function* ({ platform, clusters, components }) {
    for (const cluster of clusters)
      for (const tenant of cluster.tenants) yield* check({ platform, cluster, tenant, components });
  };
}
