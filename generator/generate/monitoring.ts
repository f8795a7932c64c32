import { PodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import { component, componentLabel } from "../models/seldon-names.ts";
import { runsPipelines, servesModels } from "../validate/effective.ts";
import { type Generated, metadata, type TenantScope, wave } from "./scope.ts";

/**
 * PodMonitors, because none of the operator's Services has a label or a port that a ServiceMonitor could select (2.9.1).
 * Ports are the containers' own names; only what this tenant runs is scraped.
 */
export function monitoring(scope: TenantScope): readonly Generated[] {
  const { tenant } = scope;
  if (!servesModels(tenant)) return [];
  return [
    monitor(scope, "seldon-agents", component.server, "metrics", "/metrics", "servers"),
    monitor(scope, "seldon-servers", component.server, "server-metrics", "/metrics", "servers"),
    monitor(scope, "seldon-envoy", component.envoy, "envoy-stats", "/stats/prometheus", "servers"),
    ...(runsPipelines(tenant)
      ? [monitor(scope, "seldon-pipelinegateway", component.pipelineGateway, "metrics", "/metrics", "pipelines")]
      : []),
  ];
}

function monitor(
  scope: TenantScope,
  name: string,
  target: string,
  port: string,
  path: string,
  cause: string,
): Generated {
  const { cluster, tenant } = scope;
  const object = new PodMonitor({
    metadata: metadata(scope, name, { wave: wave.monitor, labels: cluster.spec.prometheus.monitorLabels }),
    spec: { selector: { matchLabels: { [componentLabel]: target } }, podMetricsEndpoints: [{ port, path }] },
  });
  return { object, origin: tenant.at(cause) };
}
