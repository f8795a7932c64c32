import { compareStrings } from "../diagnostics/diagnostic.ts";
import type { Traffic } from "../plan/effect.ts";

/** How bad it is if it was not meant: from what nobody notices to what cannot work. */
export type ChangeRisk = "low" | "medium" | "high" | "refused";
const risks: readonly ChangeRisk[] = ["low", "medium", "high", "refused"];

/** What a tenant can only get more of by the platform team's leave. */
type Boundary = "quota" | "reach" | "access" | "pod security" | "labels" | "nodes" | "secrets" | "objects";

/** One thing that a change means, in words. */
export interface Statement {
  readonly topic: Boundary | "serving" | "traffic" | "data" | "capacity" | "promotion" | "platform";
  readonly risk: ChangeRisk;
  readonly cluster: string;
  /** Nothing where it is the platform's. */
  readonly tenant: string | undefined;
  /** What it is about: an object, a pair, a subject. */
  readonly about: string;
  readonly message: string;
  /** Whether the tenant gets more than it had. */
  readonly widens?: true;
  /** What it takes from whom at once, for the line at the top: `opens churn -> mlflow:5000`. */
  readonly headline?: string;
}

export const trafficRisk: Readonly<Record<Traffic, ChangeRisk>> = { none: "low", brief: "medium", down: "high" };

/** The worst first; then by tenant, cluster and what it is about. */
export function compareStatements(left: Statement, right: Statement): number {
  return (
    risks.indexOf(right.risk) - risks.indexOf(left.risk) ||
    compareStrings(left.topic, right.topic) ||
    compareStrings(left.tenant ?? "", right.tenant ?? "") ||
    compareStrings(left.cluster, right.cluster) ||
    compareStrings(left.about, right.about)
  );
}

export function highestRisk(all: readonly ChangeRisk[]): ChangeRisk {
  return risks[Math.max(0, ...all.map((risk) => risks.indexOf(risk)))] ?? "low";
}
