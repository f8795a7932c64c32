import type { RuntimeComponent, SeldonNames } from "../../models/seldon/facts.ts";
import type { LabelMap } from "../../validate/label-selector.ts";
import type { RawMap } from "../../validate/merge.ts";
import type { PodSource } from "../manifests/pods.ts";
import { textAt } from "../manifests/reading.ts";

/**
 * The certain part of a component's pod that Seldon's chart describes (2.9.1): the container has no security context, and no
 * value of the chart adds it. The security context of the pod is a value, so this assumes the strictest one.
 */
export function chartPod(seldon: SeldonNames, { by, labels }: PodSource): RawMap | undefined {
  const component = componentOf(seldon, labels);
  if (component === undefined || textAt(by.object, "spec", "seldonConfig") !== seldon.chartObjects.seldonConfig)
    return undefined;
  const name = seldon.container[component];
  const securityContext = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } };
  return { securityContext, containers: [{ name }] };
}

/** The component of a SeldonRuntime that pods with these labels belong to. */
export function componentOf(
  { component, componentLabel }: SeldonNames,
  labels: LabelMap,
): RuntimeComponent | undefined {
  const parts = ["scheduler", "envoy", "modelGateway", "pipelineGateway", "dataflow", "hodometer"] as const;
  return parts.find((part) => component[part] === labels[componentLabel]);
}
