import { defined } from "../models/defined.ts";
import type { ISeldonRuntimeSpec } from "../models/seldon/2.9/kinds/seldonruntime.ts";
import type { RunningComponent } from "../models/seldon/facts.ts";
import { hasRuntime, runsPipelines } from "../validate/effective.ts";
import {
  componentImage,
  effectiveComponent,
  type RuntimeFiles,
  runningParts,
} from "../validate/effective-components.ts";
import type { Origin } from "../validate/inventory.ts";
import { componentBudgets } from "./component-budgets.ts";
import { componentPodSpec, type PullSecret, secretsFor } from "./component-pods.ts";
import { runtimeStubs } from "./runtime-stubs.ts";
import { bareMetadata, type ClusterScope, type Generated, sortedEntries, type TenantScope } from "./scope.ts";

/** The tenant's own scheduler and Envoy, or the runtime stubs where all tenants share one runtime. */
export function runtimeObject(scope: TenantScope): readonly Generated[] {
  const { cluster, pattern, tenant } = scope;
  if (!hasRuntime(cluster, tenant)) return [];
  if (pattern.runtime === "shared") return runtimeStubs(scope);
  const pullSecrets = sortedEntries(tenant.spec.pullSecrets).map(([name, { registry }]) => ({
    name,
    registries: [registry],
  }));
  const streams = runsPipelines(tenant);
  return [
    seldonRuntime({
      scope,
      streams,
      pullSecrets: (_, image) => secretsFor(pullSecrets, image),
      origin: tenant.at("servers"),
    }),
    ...componentBudgets(scope, scope, streams),
  ];
}

/** One scheduler and one Envoy for all tenants in Seldon's namespace, or none if no tenant needs a runtime. */
export function sharedRuntime(scope: ClusterScope): readonly Generated[] {
  const { cluster, pattern } = scope;
  const tenants = cluster.tenants.filter((tenant) => hasRuntime(cluster, tenant));
  if (pattern.runtime !== "shared" || tenants.length === 0) return [];
  const pullSecrets = sortedEntries(cluster.spec.seldon.pullSecrets).map(([name, { registries }]) => ({
    name,
    registries,
  }));
  const streams = tenants.some(runsPipelines);
  return [
    seldonRuntime({
      scope,
      streams,
      // The chart's values can also replace the scheduler's image.
      pullSecrets: (part, image) => (part === "scheduler" ? pullSecrets : secretsFor(pullSecrets, image)),
      origin: cluster.at("seldon", "pattern"),
    }),
    ...componentBudgets(scope, scope, streams),
  ];
}

interface Runtime {
  readonly scope: RuntimeFiles & Pick<ClusterScope, "seldon" | "place">;
  readonly streams: boolean;
  readonly pullSecrets: (part: RunningComponent, image: string | undefined) => readonly PullSecret[];
  readonly origin: Origin;
}

type RuntimeOverride = NonNullable<ISeldonRuntimeSpec["overrides"]>[number];

/**
 * A SeldonRuntime with every setting explicit. By default it creates two load balancers. One is for the scheduler, which
 * has no authentication (2.9.1). Unneeded components have zero replicas, because a disabled component leaves the
 * runtime's Ready condition Unknown permanently.
 */
function seldonRuntime({ scope, streams, pullSecrets, origin }: Runtime): Generated {
  const { cluster, seldon, place } = scope;
  const { component, chartObjects } = seldon;
  const { kafka, tracing } = cluster.platform.spec.seldon;
  const running = runningParts(streams);
  const override = (part: RunningComponent, serviceType?: "ClusterIP"): RuntimeOverride => {
    const name = component[part];
    if (!running.includes(part)) return { name, replicas: 0 };
    const effective = { ...effectiveComponent(scope, part), image: componentImage(scope, part) };
    return {
      name,
      replicas: effective.replicas,
      ...defined({
        serviceType,
        podSpec: componentPodSpec(seldon, part, effective, pullSecrets(part, effective.image)),
      }),
    };
  };
  const object = new seldon.kinds.SeldonRuntime({
    metadata: bareMetadata("seldon", place.namespace),
    spec: {
      seldonConfig: chartObjects.seldonConfig,
      overrides: [
        { name: component.hodometer, replicas: 0 },
        override("scheduler", "ClusterIP"),
        override("envoy", "ClusterIP"),
        override("dataflow"),
        override("modelGateway"),
        override("pipelineGateway"),
      ],
      config: {
        serviceConfig: { serviceType: "ClusterIP" },
        tracingConfig:
          tracing === undefined ? { disable: true } : { disable: false, otelExporterEndpoint: tracing.endpoint },
        ...(kafka === undefined || !streams
          ? {}
          : { kafkaConfig: { "bootstrap.servers": kafka.bootstrap, topicPrefix: kafka.topicPrefix } }),
      },
    },
  });
  return { object, origin };
}
