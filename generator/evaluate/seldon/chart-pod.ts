import type { RuntimeComponent, SeldonNames } from "../../models/seldon/facts.ts";
import type { RawMap } from "../../validate/merge.ts";
import type { PodSource } from "../manifests/pods.ts";
import { textAt } from "../manifests/reading.ts";
import type { LabelMap } from "../network/selector.ts";

/**
 * What is sure of a component's pod where Seldon's chart describes it (2.9.1): the container says nothing of its security,
 * and no value of the chart makes it. What the pod as a whole says is a value, so it is taken to be the best that it can be.
 */
export function chartPod(seldon: SeldonNames, { by, labels }: PodSource): RawMap | undefined {
  const component = componentOf(seldon, labels);
  if (component === undefined || textAt(by.object, "spec", "seldonConfig") !== seldon.chartObjects.seldonConfig)
    return undefined;
  const name = seldon.container[component];
  const securityContext = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } };
  return { securityContext, containers: [{ name }] };
}

/** The component of a SeldonRuntime that pods with these labels are. */
export function componentOf(
  { component, componentLabel }: SeldonNames,
  labels: LabelMap,
): RuntimeComponent | undefined {
  const parts = ["scheduler", "envoy", "modelGateway", "pipelineGateway", "dataflow", "hodometer"] as const;
  return parts.find((part) => component[part] === labels[componentLabel]);
}
