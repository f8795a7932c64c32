import { chartObjects, component, componentLabel } from "../../models/seldon-names.ts";
import type { RawMap } from "../../validate/merge.ts";
import type { PodSource } from "../manifests/pods.ts";
import { textAt } from "../manifests/reading.ts";

/** Names of the one container that each component of a SeldonRuntime has (2.9.1). */
const containers: ReadonlyMap<string, string> = new Map([
  [component.scheduler, "scheduler"],
  [component.envoy, "envoy"],
  [component.modelGateway, "modelgateway"],
  [component.pipelineGateway, "pipelinegateway"],
  [component.dataflow, "dataflow-engine"],
  [component.hodometer, "hodometer"],
]);

/**
 * What is sure of a component's pod where Seldon's chart describes it (2.9.1): the container says nothing of its security,
 * and no value of the chart makes it. What the pod as a whole says is a value, so it is taken to be the best that it can be.
 */
export function chartPod({ by, labels }: PodSource): RawMap | undefined {
  const name = containers.get(labels[componentLabel] ?? "");
  if (name === undefined || textAt(by.object, "spec", "seldonConfig") !== chartObjects.seldonConfig) return undefined;
  const securityContext = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } };
  return { securityContext, containers: [{ name }] };
}
