import type { ChartPart, RuntimeComponent } from "./facts.ts";

/** The section of the setup chart's values for each component of a runtime. Tenantry's files use the same names. */
export const chartSections = {
  scheduler: "scheduler",
  envoy: "envoy",
  modelGateway: "modelgateway",
  pipelineGateway: "pipelinegateway",
  dataflow: "dataflow",
  hodometer: "hodometer",
} as const satisfies Readonly<Record<RuntimeComponent, ChartPart>>;
