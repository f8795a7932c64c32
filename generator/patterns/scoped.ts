import type { Pattern } from "./pattern.ts";

/** As standard, with an operator that finds a ServerConfig beside its Server. No release of Seldon does that. */
export const scoped: Pattern = {
  name: "scoped",
  summary: "One patched operator in Seldon's namespace, a runtime and the ServerConfigs in each tenant's.",
  operator: "central",
  clusterwide: true,
  runtime: "tenant",
  serverConfigs: "server",
  fixes: ["server-config-lookup"],
  limits: [
    "It needs a patched operator, which somebody has to rebuild for every release and every vulnerability.",
    "The operator may read and write secrets, roles and workloads of the whole cluster: the list of namespaces narrows what it looks at, not what it may do.",
    "With watch: tenants every tenant that comes or goes restarts the operator for all of them; requests do not notice.",
    "A namespace whose scheduler does not answer slows the operator for all (2.9.1 waits 20 s a time, one namespace after the other).",
  ],
};
