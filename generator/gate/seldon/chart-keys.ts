import { z } from "zod";
import { ChartValues } from "../../validate/chart-values.ts";
import { isMap } from "../../validate/merge.ts";

/** Keys of a chart's values; `true` where everything below is somebody's own. */
export type ChartKeys = { readonly [key: string]: ChartKeys | true };

const component = all("disable", "replicas", "podSpec");
const exposed = all("disable", "replicas", "podSpec", "serviceType");
const server: ChartKeys = {
  ...all("replicas", "minReplicas", "maxReplicas", "podSpec", "labels", "annotations"),
  statefulSetPersistentVolumeClaimRetentionPolicy: all("whenDeleted", "whenScaled"),
};

/** What the charts of Seldon Core 2.9.1 take: Helm drops every other key in silence. */
export const seldonCharts: Readonly<Record<string, ChartKeys>> = {
  "seldon-core-v2-setup": keysOf(ChartValues),
  "seldon-core-v2-runtime": {
    ...all("seldonConfig", "disableAutoUpdate"),
    ...{ scheduler: exposed, envoy: exposed, hodometer: component },
    ...{ dataflow: component, modelgateway: component, pipelinegateway: component },
    config: {
      agentConfig: { rclone: all("configSecrets") },
      kafkaConfig: all("bootstrap", "topicPrefix", "consumer", "producer", "streams", "debug"),
      serviceConfig: all("serviceGRPCPrefix", "serviceType"),
      tracingConfig: all("disable", "otelExporterEndpoint", "otelExporterProtocol", "ratio"),
    },
  },
  "seldon-core-v2-servers": { mlserver: server, triton: server },
};

function all(...names: readonly string[]): ChartKeys {
  return Object.fromEntries(names.map((name) => [name, true]));
}

function keysOf(schema: z.ZodType): ChartKeys {
  if (!(schema instanceof z.ZodObject)) return {};
  return Object.fromEntries(
    Object.entries(schema.shape).map(([key, below]) => {
      const inner = below instanceof z.ZodOptional ? below.unwrap() : below;
      return [key, inner instanceof z.ZodObject ? keysOf(inner) : true];
    }),
  );
}

/** A key that a chart does not have, with those that stand where it does. */
export interface UnknownKey {
  readonly path: readonly string[];
  readonly known: readonly string[];
}

export function unknownKeys(values: unknown, keys: ChartKeys, path: readonly string[] = []): readonly UnknownKey[] {
  if (!isMap(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    // Helm's own: what all charts of a release share.
    if (path.length === 0 && key === "global") return [];
    const below = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (below === undefined) return [{ path: [...path, key], known: Object.keys(keys) }];
    return below === true ? [] : unknownKeys(value, below, [...path, key]);
  });
}

/** The chart that a file of values is for; nothing where it cannot be told from its keys. */
export function chartOf(values: unknown): string | undefined {
  if (!isMap(values)) return undefined;
  const parts = ["scheduler", "envoy", "dataflow", "modelgateway", "pipelinegateway", "hodometer"];
  const some = (...names: readonly string[]): number => names.filter((name) => Object.hasOwn(values, name)).length;
  if (some(...parts) >= 2 && some("seldonConfig", "config") > 0) return "seldon-core-v2-runtime";
  if (some("controller", "serverConfig") > 0 && some(...parts, "kafka", "opentelemetry", "security") >= 2)
    return "seldon-core-v2-setup";
  return some("mlserver", "triton") === 2 && some("serverConfig") === 0 ? "seldon-core-v2-servers" : undefined;
}
