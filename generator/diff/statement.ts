import { compareStrings } from "../diagnostics/diagnostic.ts";
import type { Path } from "../load/source.ts";
import type { Traffic } from "../plan/effect.ts";

/** The risk of an unintended change: low goes unnoticed, and a rejected change cannot work. */
export type ChangeRisk = "low" | "medium" | "high" | "refused";
const risks: readonly ChangeRisk[] = ["low", "medium", "high", "refused"];

/** Topics in which only the platform team can grant a tenant more. */
type Boundary =
  | "clusters"
  | "quota"
  | "reach"
  | "routes"
  | "access"
  | "pod security"
  | "labels"
  | "nodes"
  | "secrets"
  | "add-ons"
  | "objects";

/** One effect of a change, as text. */
export interface Statement {
  readonly topic: Boundary | "serving" | "traffic" | "data" | "capacity" | "promotion" | "platform";
  readonly risk: ChangeRisk;
  readonly cluster: string;
  /** Undefined for an effect on the platform. */
  readonly tenant: string | undefined;
  /** The affected object, pair of endpoints, or subject of permissions. */
  readonly about: string;
  readonly message: string;
  /** The tenant gets more than it had. */
  readonly widens?: true;
  /** The part of the tenant's spec that the effect follows from. */
  readonly part?: Path;
  /** A short form for the headline of the difference: `opens churn -> mlflow:5000`. */
  readonly headline?: string;
}

export const trafficRisk: Readonly<Record<Traffic, ChangeRisk>> = { none: "low", brief: "medium", down: "high" };

/** By descending risk, then by topic (clusters that come and go first, then requests from outside), tenant, cluster and `about`. */
export function compareStatements(left: Statement, right: Statement): number {
  return (
    risks.indexOf(right.risk) - risks.indexOf(left.risk) ||
    Number(right.topic === "clusters") - Number(left.topic === "clusters") ||
    Number(right.topic === "routes") - Number(left.topic === "routes") ||
    compareStrings(left.topic, right.topic) ||
    compareStrings(left.tenant ?? "", right.tenant ?? "") ||
    compareStrings(left.cluster, right.cluster) ||
    compareStrings(left.about, right.about)
  );
}

export function highestRisk(all: readonly ChangeRisk[]): ChangeRisk {
  return risks[Math.max(0, ...all.map((risk) => risks.indexOf(risk)))] ?? "low";
}
