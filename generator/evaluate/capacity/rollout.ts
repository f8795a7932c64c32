import { deploymentKind, runtimeKind } from "../../models/kinds.ts";
import type { SeldonNames } from "../../models/seldon/facts.ts";

import { valueAt } from "../../validate/merge.ts";
import type { PodSource } from "../manifests/pods.ts";
import { textAt } from "../manifests/reading.ts";

/**
 * Whether a rollout of these pods starts a new pod while all old pods run: a Deployment whose maxUnavailable rounds to zero.
 * Components of a SeldonRuntime are Deployments without a strategy, except the scheduler (2.9.1).
 */
export function needsSurge(seldon: SeldonNames, { by, labels }: PodSource, replicas: number): boolean {
  const { component, componentLabel } = seldon;
  if (replicas === 0) return false;
  if (by.kind === runtimeKind && labels[componentLabel] !== component.scheduler)
    return maxUnavailable("25%", replicas) === 0;
  if (by.kind !== deploymentKind || textAt(by.object, "spec", "strategy", "type") === "Recreate") return false;
  const rolling = (field: string): unknown => valueAt(by.object, ["spec", "strategy", "rollingUpdate", field]) ?? "25%";
  const surge = scaled(rolling("maxSurge"), replicas, "up");
  // If both are zero, Kubernetes allows one unavailable pod.
  return surge !== undefined && surge > 0 && maxUnavailable(rolling("maxUnavailable"), replicas) === 0;
}

function maxUnavailable(written: unknown, replicas: number): number | undefined {
  return scaled(written, replicas, "down");
}

/** A number, or a percentage of a total, as Kubernetes rounds it. Undefined if it is neither. */
export function scaled(written: unknown, total: number, rounding: "up" | "down"): number | undefined {
  if (typeof written === "number") return Number.isInteger(written) ? written : undefined;
  const [, percent] = (typeof written === "string" ? /^(\d{1,4})%$/.exec(written) : null) ?? [];
  if (percent === undefined) return undefined;
  const share = (Number(percent) * total) / 100;
  return rounding === "up" ? Math.ceil(share) : Math.floor(share);
}
