import { operatorRestarts } from "./limits.ts";
import type { Pattern } from "./pattern.ts";

/**
 * One operator and one runtime in Seldon's namespace for all tenants. Their namespaces contain Servers. Through aliases the
 * Servers find the shared scheduler, and it finds them. Seldon does not support this: it needs two patches and unique names.
 */
export const enhanced: Pattern = {
  name: "enhanced",
  summary:
    "One patched operator and one shared runtime in Seldon's namespace, Servers and ServerConfigs in each tenant's namespace.",
  operator: "central",
  clusterwide: false,
  runtime: "shared",
  serverConfigs: "server",
  fixes: ["server-config-lookup", "watch-namespaces"],
  limits: [
    "It needs a patched operator with two fixes, which must be rebuilt for every release and every vulnerability.",
    "The shared scheduler identifies Servers, models, pipelines and experiments by name only: two tenants must not use the same name.",
    "A pod that may call the shared Envoy may call every tenant's models: consent between tenants is not enforced.",
    "One scheduler and one Envoy: a fault in either affects all tenants.",
    "The operator may read and write secrets, roles and workloads of the whole cluster: the chart creates a ClusterRole as soon as there is a list of namespaces.",
    operatorRestarts,
  ],
};
