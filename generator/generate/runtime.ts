import { SeldonRuntime } from "../models/seldon/seldonruntime.ts";
import { component } from "../models/seldon-names.ts";
import { runsPipelines, servesModels } from "../validate/effective.ts";
import { bareMetadata, type Generated, type TenantScope } from "./scope.ts";

/**
 * The tenant's own scheduler and Envoy, with every choice written out. Left alone, a SeldonRuntime makes two load
 * balancers a tenant, one of them the scheduler's, which asks nobody who they are (2.9.1). What nothing needs runs zero
 * replicas: a component that is disabled instead leaves the runtime's Ready unknown for ever.
 */
export function runtime({ platform, tenant }: TenantScope): readonly Generated[] {
  if (!servesModels(tenant)) return [];
  const streaming = runsPipelines(tenant) ? 1 : 0;
  const { kafka, tracing } = platform.spec.seldon;
  const object = new SeldonRuntime({
    metadata: bareMetadata("seldon", tenant.name),
    spec: {
      seldonConfig: "default",
      overrides: [
        { name: component.hodometer, replicas: 0 },
        { name: component.scheduler, replicas: 1, serviceType: "ClusterIP" },
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
  return [{ object, origin: tenant.at("servers") }];
}
