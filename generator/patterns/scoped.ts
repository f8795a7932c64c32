import { clusterWideRights, operatorRestarts, slowScheduler } from "./limits.ts";
import type { Pattern } from "./pattern.ts";

/** Like standard, but the operator finds a ServerConfig in the namespace of its Server. No release of Seldon does that. */
export const scoped: Pattern = {
  name: "scoped",
  summary: "One patched operator in Seldon's namespace, a runtime and the ServerConfigs in each tenant's namespace.",
  operator: "central",
  clusterwide: true,
  runtime: "tenant",
  serverConfigs: "server",
  fixes: ["server-config-lookup"],
  limits: [
    "It needs a patched operator, which must be rebuilt for every release and every vulnerability.",
    clusterWideRights,
    operatorRestarts,
    slowScheduler,
  ],
};
