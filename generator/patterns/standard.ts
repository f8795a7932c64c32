import { clusterWideRights, operatorRestarts, slowScheduler } from "./limits.ts";
import type { Pattern } from "./pattern.ts";

/**
 * One stock operator in Seldon's namespace for all tenants. It looks up ServerConfigs in its own namespace, by name only
 * (2.9.1, no release differs). So they are in that namespace, with names that no other tenant can have.
 */
export const standard: Pattern = {
  name: "standard",
  summary:
    "Seldon's namespace contains one operator and all ServerConfigs. Each tenant's namespace contains a runtime.",
  operator: "central",
  clusterwide: true,
  runtime: "tenant",
  serverConfigs: "operator",
  fixes: [],
  limits: [
    clusterWideRights,
    "ServerConfigs are in Seldon's namespace, so a tenant's team can see its ServerConfigs only in git.",
    operatorRestarts,
    slowScheduler,
  ],
};
