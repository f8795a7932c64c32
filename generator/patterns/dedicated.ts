import type { Pattern } from "./pattern.ts";

/** One stock operator in each tenant's namespace, with Roles there and nothing anywhere else. */
export const dedicated: Pattern = {
  name: "dedicated",
  summary: "One operator, one runtime and the ServerConfigs in each tenant's namespace, on Seldon's own images.",
  operator: "tenant",
  clusterwide: false,
  runtime: "tenant",
  serverConfigs: "operator",
  fixes: [],
  limits: [
    "One more pod a tenant, and a chart that Argo CD renders in each namespace: its objects are not gated here.",
    "The operator may read and write all secrets of its tenant's namespace.",
    "The chart brings ServerConfigs mlserver and triton and a SeldonConfig default along: those names are taken.",
    "A new version of the operator is a rollout in every namespace.",
  ],
};
