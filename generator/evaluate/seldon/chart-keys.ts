import { z } from "zod";
import type { ChartKeys, SeldonCharts, SeldonFacts } from "../../models/seldon/facts.ts";
import { ChartValues } from "../../validate/chart-values.ts";
import { isMap } from "../../validate/merge.ts";

/**
 * The keys that a version's charts accept. The setup chart accepts the values of a cluster file. A version with other keys
 * lists them in its own charts.
 */
export function seldonCharts({ charts }: SeldonFacts): SeldonCharts {
  return { "seldon-core-v2-setup": keysOf(ChartValues), ...charts };
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

/** A key that a chart does not have, with the keys that the chart has in its place. */
export interface UnknownKey {
  readonly path: readonly string[];
  readonly known: readonly string[];
}

export function unknownKeys(values: unknown, keys: ChartKeys, path: readonly string[] = []): readonly UnknownKey[] {
  if (!isMap(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    // Helm's own key for values that all charts of a release share.
    if (path.length === 0 && key === "global") return [];
    const below = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (below === undefined) return [{ path: [...path, key], known: Object.keys(keys) }];
    return below === true ? [] : unknownKeys(value, below, [...path, key]);
  });
}

/** The chart that a values file is for. Undefined if its keys do not identify the chart. */
export function chartOf(values: unknown): string | undefined {
  if (!isMap(values)) return undefined;
  const parts = ["scheduler", "envoy", "dataflow", "modelgateway", "pipelinegateway", "hodometer"];
  const some = (...names: readonly string[]): number => names.filter((name) => Object.hasOwn(values, name)).length;
  if (some(...parts) >= 2 && some("seldonConfig", "config") > 0) return "seldon-core-v2-runtime";
  if (some("controller", "serverConfig") > 0 && some(...parts, "kafka", "opentelemetry", "security") >= 2)
    return "seldon-core-v2-setup";
  return some("mlserver", "triton") === 2 && some("serverConfig") === 0 ? "seldon-core-v2-servers" : undefined;
}
