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

export function claimsText(claims: readonly string[]): string {
  return claims.length === 0 ? "none" : claims.join(", ");
}

export function isSameClaims(left: readonly string[], right: readonly string[]): boolean {
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
    if (selectorText(selectorOf(old)) !== selectorText(selectorOf(pods)))
      return [{ workload, field: "selector", before: old, after: pods }];
    return isSameClaims(old.claims, pods.claims) ? [] : [{ workload, field: "claims", before: old, after: pods }];
  });
}
