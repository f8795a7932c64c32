import { PodMonitor } from "../models/kubernetes-classes.ts";
import { runsPipelines, servesModels } from "../validate/effective.ts";
import type { Origin, TenantEntry } from "../validate/inventory.ts";
import { type ClusterScope, type Generated, metadata, syncOrder, type TenantScope } from "./scope.ts";

/**
 * PodMonitors, because none of the operator's Services has a label or a port that a ServiceMonitor could select (2.9.1).
 * Ports have the names from the containers. Only the components that this tenant runs are scraped.
 */
export function monitoringObjects(scope: TenantScope): readonly Generated[] {
  const { pattern, tenant } = scope;
  const { component } = scope.seldon;
  if (!servesModels(tenant)) return [];
  const origin = tenant.at("servers");
  return [
    monitor(scope, origin, { name: "seldon-agents", target: component.server, port: "metrics" }),
    monitor(scope, origin, { name: "seldon-servers", target: component.server, port: "server-metrics" }),
    ...(pattern.runtime === "tenant" ? runtimeMonitors(scope, [tenant], origin) : []),
  ];
}

/** The owner of the scraped pods: a tenant on a cluster, or a cluster. */
type Monitored = Pick<ClusterScope, "cluster" | "seldon" | "place">;

/** Monitors of a runtime that serves these tenants, in its own namespace. */
export function runtimeMonitors(
  scope: Monitored,
  tenants: readonly TenantEntry[],
  origin: Origin,
): readonly Generated[] {
  const { component } = scope.seldon;
  const streams = tenants.find(runsPipelines);
  return [
    monitor(scope, origin, {
      name: "seldon-envoy",
      target: component.envoy,
      port: "envoy-stats",
      path: "/stats/prometheus",
    }),
    ...(streams === undefined
      ? []
      : [
          monitor(scope, streams.at("pipelines"), {
            name: "seldon-pipelinegateway",
            target: component.pipelineGateway,
            port: "metrics",
          }),
        ]),
  ];
}

/** A port of one of Seldon's components that Prometheus scrapes. */
interface Scraped {
  readonly name: string;
  readonly target: string;
  readonly port: string;
  readonly path?: string;
}

function monitor(scope: Monitored, origin: Origin, { name, target, port, path = "/metrics" }: Scraped): Generated {
  const object = new PodMonitor({
    metadata: metadata(scope, name, { labels: scope.cluster.spec.prometheus.monitorLabels }),
    spec: {
      selector: { matchLabels: { [scope.seldon.componentLabel]: target } },
      podMetricsEndpoints: [{ port, path }],
    },
  });
  return { object, origin, sync: { order: syncOrder.monitor } };
}
