import { hasRuntime, runsPipelines } from "../validate/effective.ts";
import type { Origin } from "../validate/inventory.ts";
import { runtimeStubs } from "./runtime-stubs.ts";
import { bareMetadata, type ClusterScope, type Generated, type TenantScope } from "./scope.ts";

/** The tenant's own scheduler and Envoy, or the runtime stubs where all tenants share one runtime. */
export function runtimeObject(scope: TenantScope): readonly Generated[] {
  const { cluster, pattern, tenant } = scope;
  if (!hasRuntime(cluster, tenant)) return [];
  if (pattern.runtime === "shared") return runtimeStubs(scope);
  return [seldonRuntime(scope, tenant.name, runsPipelines(tenant), tenant.at("servers"))];
}

/** One scheduler and one Envoy for all tenants in Seldon's namespace, or none if no tenant needs a runtime. */
export function sharedRuntime(scope: ClusterScope): readonly Generated[] {
  const { platform, cluster, pattern } = scope;
  const tenants = cluster.tenants.filter((tenant) => hasRuntime(cluster, tenant));
  if (pattern.runtime !== "shared" || tenants.length === 0) return [];
  const pullSecrets = Object.keys(cluster.spec.seldon.pullSecrets).sort();
  const streaming = tenants.some(runsPipelines);
  return [
    seldonRuntime(scope, platform.spec.seldon.namespace, streaming, cluster.at("seldon", "pattern"), pullSecrets),
  ];
}

/**
 * A SeldonRuntime with every setting explicit. By default it creates two load balancers. One is for the scheduler, which
 * has no authentication (2.9.1). Unneeded components have zero replicas, because a disabled component leaves the
 * runtime's Ready condition Unknown permanently.
 */
function seldonRuntime(
  { platform, seldon }: Pick<ClusterScope, "platform" | "seldon">,
  namespace: string,
  streams: boolean,
  origin: Origin,
  pullSecrets: readonly string[] = [],
): Generated {
  const { component, chartObjects } = seldon;
  const streaming = streams ? 1 : 0;
  const { kafka, tracing } = platform.spec.seldon;
  const pulling =
    pullSecrets.length === 0 ? {} : { podSpec: { imagePullSecrets: pullSecrets.map((name) => ({ name })) } };
  const object = new seldon.kinds.SeldonRuntime({
    metadata: bareMetadata("seldon", namespace),
    spec: {
      seldonConfig: chartObjects.seldonConfig,
      overrides: [
        { name: component.hodometer, replicas: 0 },
        { name: component.scheduler, replicas: 1, serviceType: "ClusterIP", ...pulling },
        { name: component.envoy, replicas: 1, serviceType: "ClusterIP" },
        { name: component.dataflow, replicas: streaming },
        { name: component.modelGateway, replicas: streaming },
        { name: component.pipelineGateway, replicas: streaming },
      ],
      config: {
        serviceConfig: { serviceType: "ClusterIP" },
        tracingConfig:
          tracing === undefined ? { disable: true } : { disable: false, otelExporterEndpoint: tracing.endpoint },
        ...(kafka === undefined || streaming === 0
          ? {}
          : { kafkaConfig: { "bootstrap.servers": kafka.bootstrap, topicPrefix: kafka.topicPrefix } }),
      },
    },
  });
  return { object, origin };
}
