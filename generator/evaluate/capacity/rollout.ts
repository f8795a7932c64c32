import { deploymentKind, runtimeKind } from "../../models/kinds.ts";
import type { SeldonNames } from "../../models/seldon/facts.ts";

import { valueAt } from "../../validate/merge.ts";
import type { PodSource } from "../manifests/pods.ts";
import { textAt } from "../manifests/reading.ts";

/**
 * Whether a new version of these pods can only start beside all the old ones: a Deployment that may miss none of them.
 * Components of a SeldonRuntime are Deployments without a strategy, but for the scheduler (2.9.1).
 */
export function needsSurge(seldon: SeldonNames, { by, labels }: PodSource, replicas: number): boolean {
  const { component, componentLabel } = seldon;
  if (replicas === 0) return false;
  if (by.kind === runtimeKind && labels[componentLabel] !== component.scheduler) return mayMiss("25%", replicas) === 0;
  if (by.kind !== deploymentKind || textAt(by.object, "spec", "strategy", "type") === "Recreate") return false;
  const rolling = (field: string): unknown => valueAt(by.object, ["spec", "strategy", "rollingUpdate", field]) ?? "25%";
  const surge = scaled(rolling("maxSurge"), replicas, "up");
  // Where both come to nothing, Kubernetes lets one be missing.
  return surge !== undefined && surge > 0 && mayMiss(rolling("maxUnavailable"), replicas) === 0;
}

function mayMiss(written: unknown, replicas: number): number | undefined {
  return scaled(written, replicas, "down");
}

/** A number, or a share of so many, as Kubernetes rounds it; nothing where it is neither. */
export function scaled(written: unknown, of: number, rounding: "up" | "down"): number | undefined {
  if (typeof written === "number") return Number.isInteger(written) ? written : undefined;
  const [, percent] = (typeof written === "string" ? /^(\d{1,4})%$/.exec(written) : null) ?? [];
  if (percent === undefined) return undefined;
  const share = (Number(percent) * of) / 100;
  return rounding === "up" ? Math.ceil(share) : Math.floor(share);
}
