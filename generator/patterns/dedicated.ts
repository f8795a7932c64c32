import type { Pattern } from "./pattern.ts";

/** One stock operator in each tenant's namespace, with Roles only in that namespace. */
export const dedicated: Pattern = {
  name: "dedicated",
  summary: "One operator, one runtime and the ServerConfigs in each tenant's namespace, with Seldon's own images.",
  operator: "tenant",
  clusterwide: false,
  runtime: "tenant",
  serverConfigs: "operator",
  fixes: [],
  limits: [
    "One more pod for each tenant, and a chart that Argo CD renders in each namespace. Tenantry does not check the chart's objects.",
    "The operator may read and write all secrets of its tenant's namespace.",
    "The chart creates the ServerConfigs mlserver and triton and the SeldonConfig default, so tenants cannot use these names.",
    "A new version of the operator causes a rollout in every namespace.",
  ],
};
