import type { LabelMap } from "../network/selector.ts";

/**
 * The label that has Istio put a sidecar into each new pod of a namespace: the older one decides where both are there.
 * Its ambient mode takes pods in and lets them go as they run, and is none.
 */
export function injectingLabel(labels: LabelMap): string | undefined {
  const older = labels["istio-injection"];
  if (older !== undefined) return older === "enabled" ? "istio-injection" : undefined;
  return labels["istio.io/rev"] === undefined ? undefined : "istio.io/rev";
}

/** Label of a pod that asks for the sidecar, or refuses it, whatever its namespace says. */
export const injectLabel = "sidecar.istio.io/inject";
