import type { Pattern } from "./pattern.ts";

/**
 * One stock operator in Seldon's namespace for all tenants. It looks ServerConfigs up in its own namespace, by bare name
 * (2.9.1; no release differs), so they lie there under names that no other tenant can have.
 */
export const standard: Pattern = {
  name: "standard",
  summary: "One operator in Seldon's namespace, a runtime in each tenant's, ServerConfigs beside the operator.",
  operator: "central",
  clusterwide: true,
  runtime: "tenant",
  serverConfigs: "operator",
  fixes: [],
  limits: [
    "The operator may read and write secrets, roles and workloads of the whole cluster: the list of namespaces narrows what it looks at, not what it may do.",
    "ServerConfigs lie in Seldon's namespace, where their team sees them in git only.",
    "With watch: tenants every tenant that comes or goes restarts the operator for all of them; requests do not notice.",
    "A namespace whose scheduler does not answer slows the operator for all (2.9.1 waits 20 s a time, one namespace after the other).",
  ],
};
