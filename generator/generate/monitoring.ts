import { PodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import { runsPipelines, servesModels } from "../validate/effective.ts";
import type { Origin, TenantEntry } from "../validate/inventory.ts";
import { type ClusterScope, type Generated, metadata, order, type TenantScope } from "./scope.ts";

/**
 * PodMonitors, because none of the operator's Services has a label or a port that a ServiceMonitor could select (2.9.1).
 * Ports are the containers' own names; only what this tenant runs is scraped.
 */
export function monitoring(scope: TenantScope): readonly Generated[] {
  const { pattern, tenant } = scope;
  const { component } = scope.seldon;
  if (!servesModels(tenant)) return [];
  const origin = tenant.at("servers");
  return [
    monitor(scope, "seldon-agents", component.server, "metrics", "/metrics", origin),
    monitor(scope, "seldon-servers", component.server, "server-metrics", "/metrics", origin),
    ...(pattern.runtime === "tenant" ? runtimeMonitors(scope, [tenant], origin) : []),
  ];
}

/** Whoever has pods to be scraped: a tenant on a cluster, or a cluster. */
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
    monitor(scope, "seldon-envoy", component.envoy, "envoy-stats", "/stats/prometheus", origin),
    ...(streams === undefined
      ? []
      : [
          monitor(
            scope,
            "seldon-pipelinegateway",
            component.pipelineGateway,
            "metrics",
            "/metrics",
            streams.at("pipelines"),
          ),
        ]),
  ];
}

function monitor(
  scope: Monitored,
  name: string,
  target: string,
  port: string,
  path: string,
  origin: Origin,
): Generated {
  const object = new PodMonitor({
    metadata: metadata(scope, name, { labels: scope.cluster.spec.prometheus.monitorLabels }),
    spec: {
      selector: { matchLabels: { [scope.seldon.componentLabel]: target } },
      podMetricsEndpoints: [{ port, path }],
    },
  });
  return { object, origin, sync: { order: order.monitor } };
}
