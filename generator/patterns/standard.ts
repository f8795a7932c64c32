import { clusterWideRights, operatorRestarts, slowScheduler } from "./limits.ts";
import type { Pattern } from "./pattern.ts";

/**
 * One stock operator in Seldon's namespace for all tenants. It looks up ServerConfigs in its own namespace, by name only
 * (2.9.1, no release differs). So they are in that namespace, with names that no other tenant can have.
 */
export const standard: Pattern = {
  name: "standard",
  summary: "One operator and the ServerConfigs in Seldon's namespace, a runtime in each tenant's namespace.",
  operator: "central",
  clusterwide: true,
  runtime: "tenant",
  serverConfigs: "operator",
  fixes: [],
  limits: [
    clusterWideRights,
    "ServerConfigs are in Seldon's namespace, where their team can see them only in git.",
    operatorRestarts,
    slowScheduler,
  ],
};
