import type { ChartPods, ChartSpec } from "./chart.ts";

/** The workloads of a chart whose selectors Kubernetes does not change. It sets the selector of a Job itself. */
export function immutableWorkloads({ pods }: Pick<ChartSpec, "pods">): readonly (readonly [string, ChartPods])[] {
  return Object.entries(pods).filter(([workload]) => /^(DaemonSet|Deployment|StatefulSet)\//.test(workload));
}

export function selectorOf({ selector, labels }: Pick<ChartPods, "selector" | "labels">): ChartPods["labels"] {
  return selector ?? labels;
}

/** `app=widgets,tier=web`, as kubectl reads it. */
export function selectorText(labels: ChartPods["labels"]): string {
  return Object.entries(labels)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

export function claimsText(claims: readonly string[] | undefined): string {
  return claims === undefined || claims.length === 0 ? "none" : claims.join(", ");
}

/**
 * Whether two selectors certainly differ. A description that omits the selector may be older than the field, so a selector
 * that is a part of its labels is not a difference.
 */
function differs(left: ChartPods, right: ChartPods): boolean {
  if (selectorText(selectorOf(left)) === selectorText(selectorOf(right))) return false;
  if ((left.selector === undefined) === (right.selector === undefined)) return true;
  const [written, all] = left.selector === undefined ? [right.selector, left.labels] : [left.selector, right.labels];
  return Object.entries(written ?? {}).some(([key, value]) => all[key] !== value);
}

/** False only if both are known. */
export function isSameClaims(left: readonly string[] | undefined, right: readonly string[] | undefined): boolean {
  if (left === undefined || right === undefined) return true;
  return [...left].sort().join(" ") === [...right].sort().join(" ");
}

/** A workload of which two descriptions of a chart have different immutable fields. */
export interface ChangedWorkload {
  readonly workload: string;
  readonly field: "selector" | "claims";
  readonly before: ChartPods;
  readonly after: ChartPods;
}

/** The workloads that both descriptions contain, with another selector or other volume claim templates. */
export function changedWorkloads(
  before: Pick<ChartSpec, "pods">,
  after: Pick<ChartSpec, "pods">,
): readonly ChangedWorkload[] {
  return immutableWorkloads(after).flatMap(([workload, pods]): ChangedWorkload[] => {
    const old = before.pods[workload];
    if (old === undefined) return [];
    if (differs(old, pods)) return [{ workload, field: "selector", before: old, after: pods }];
    return isSameClaims(old.claims, pods.claims) ? [] : [{ workload, field: "claims", before: old, after: pods }];
  });
}
