import type { Pattern } from "./pattern.ts";

/**
 * One operator and one runtime in Seldon's namespace for all tenants. Their namespaces hold Servers, and by aliases they
 * find the shared scheduler, and it finds them. Seldon supports no such thing: two patches, and names that nobody shares.
 */
export const enhanced: Pattern = {
  name: "enhanced",
  summary:
    "One patched operator and one shared runtime in Seldon's namespace; Servers and ServerConfigs in each tenant's.",
  operator: "central",
  clusterwide: false,
  runtime: "shared",
  serverConfigs: "server",
  fixes: ["server-config-lookup", "watch-namespaces"],
  limits: [
    "It needs a patched operator with two fixes, which somebody has to rebuild for every release and every vulnerability.",
    "The shared scheduler knows Servers, models, pipelines and experiments by name alone: no two tenants may use one name.",
    "Whoever may call the shared Envoy may call every tenant's models: consent between tenants is not enforced.",
    "One scheduler and one Envoy: a fault in either is everybody's.",
    "The operator may read and write secrets, roles and workloads of the whole cluster all the same: the chart gives it a ClusterRole as soon as there is a list of namespaces.",
    "With watch: tenants every tenant that comes or goes restarts the operator for all of them; requests do not notice.",
  ],
};
