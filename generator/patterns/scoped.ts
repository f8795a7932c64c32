import { clusterWideRights, operatorRestarts, slowScheduler } from "./limits.ts";
import type { Pattern } from "./pattern.ts";

/** Like standard, but the operator finds a ServerConfig in the namespace of its Server. No release of Seldon does that. */
export const scoped: Pattern = {
  name: "scoped",
  summary:
    "Seldon's namespace contains one patched operator. Each tenant's namespace contains a runtime and the tenant's ServerConfigs.",
  operator: "central",
  clusterwide: true,
  runtime: "tenant",
  serverConfigs: "server",
  fixes: ["server-config-lookup"],
  limits: [
    "The pattern needs a patched operator. The platform team must rebuild the operator's image for every Seldon release and every vulnerability.",
    clusterWideRights,
    operatorRestarts,
    slowScheduler,
  ],
};
