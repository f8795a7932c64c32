import type { LabelMap } from "../../validate/label-selector.ts";

/**
 * The label that makes Istio inject a sidecar into each new pod of a namespace. If both labels are set, the older one decides.
 * The label of ambient mode does not count: it adds and removes running pods without a sidecar.
 */
export function injectingLabel(labels: LabelMap): string | undefined {
  const older = labels["istio-injection"];
  if (older !== undefined) return older === "enabled" ? "istio-injection" : undefined;
  return labels["istio.io/rev"] === undefined ? undefined : "istio.io/rev";
}

/** Label of a pod that requests or rejects the sidecar. It overrides the label of the namespace. */
export const injectLabel = "sidecar.istio.io/inject";
