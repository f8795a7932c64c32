import type { Pattern } from "./pattern.ts";

/** One stock operator in each tenant's namespace, with Roles only in that namespace. */
export const dedicated: Pattern = {
  name: "dedicated",
  summary:
    "Each tenant's namespace contains an operator, a runtime and the tenant's ServerConfigs, all with Seldon's own images.",
  operator: "tenant",
  clusterwide: false,
  runtime: "tenant",
  serverConfigs: "operator",
  fixes: [],
  limits: [
    "Each tenant needs one more pod, for its operator. Argo CD renders Seldon's chart for each tenant's namespace, and Tenantry does not check the chart's objects.",
    "The operator may read and write all secrets of its tenant's namespace.",
    "The chart creates the ServerConfigs mlserver and triton and the SeldonConfig default, so tenants cannot use these names.",
    "A new version of the operator causes a rollout in every namespace.",
  ],
};
