import { operatorRestarts } from "./limits.ts";
import type { Pattern } from "./pattern.ts";

/**
 * One operator and one runtime in Seldon's namespace for all tenants. Their namespaces contain Servers. Through aliases the
 * Servers find the shared scheduler, and it finds them. Seldon does not support this: it needs two patches and unique names.
 */
export const enhanced: Pattern = {
  name: "enhanced",
  summary:
    "Seldon's namespace contains one patched operator and one shared runtime. Each tenant's namespace contains the tenant's Servers and ServerConfigs.",
  operator: "central",
  clusterwide: false,
  runtime: "shared",
  serverConfigs: "server",
  fixes: ["server-config-lookup", "watch-namespaces"],
  limits: [
    "The pattern needs a patched operator with two fixes. The platform team must rebuild the operator's image for every Seldon release and every vulnerability.",
    "The shared scheduler identifies Servers, models, pipelines and experiments only by name, so two tenants must not use the same name.",
    "A pod that may call the shared Envoy may call the models of every tenant. Network policies cannot enforce the fields calls and calledBy of a tenant.",
    "All tenants share one scheduler and one Envoy. A fault in the scheduler or in Envoy affects all tenants.",
    "The operator may read and write secrets, roles and workloads of the whole cluster, because the chart creates a ClusterRole if it gets a list of namespaces.",
    operatorRestarts,
  ],
};
