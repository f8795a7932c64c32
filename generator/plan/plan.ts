import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Change } from "./change.ts";
import type { CommitStep } from "./commit-step.ts";
import type { Effect, Traffic } from "./effect.ts";

/** One commit with its changes and effects. */
export interface PlannedStep extends CommitStep {
  readonly changes: readonly Change[];
  /** Those changes whose objects leave git and stay in the cluster. */
  readonly staying: ReadonlySet<Change>;
  readonly effects: readonly Effect[];
  /** Its changes and effects are unknown because its inputs are invalid. */
  readonly unseen?: true;
}

/** An object that leaves git without being deleted in the cluster has the verb `stay`. */
export function verbOf(change: Change, staying: PlannedStep["staying"]): Change["verb"] | "stay" {
  return staying.has(change) ? "stay" : change.verb;
}

/** The steps from the synced state to the target, in the order in which a person follows them. */
export interface Plan {
  readonly title: string;
  /** Findings that block the plan today, each at its line. */
  readonly unmet: readonly Diagnostic[];
  readonly steps: readonly PlannedStep[];
  readonly risk: PlanRisk;
  /** Objects that remain in the cluster until a person deletes them. */
  readonly staysBehind: readonly string[];
  readonly back: readonly string[];
  /** The manual last step, which Argo CD must not perform. */
  readonly last: LastStep | undefined;
  /** How to set the contexts of kubectl that the commands name. Undefined if the commands need only one context. */
  readonly contexts?: string;
}

export interface LastStep {
  readonly message: string;
  readonly parts: readonly ManualPart[];
}

/** Commands that a user runs together: on one cluster, or with one program. */
export interface ManualPart {
  readonly message: string;
  readonly commands: readonly string[];
}

export interface PlanRisk {
  readonly traffic: Traffic;
  readonly tenants: readonly string[];
  readonly message: string;
}

/** The kinds whose changes restart the pods of Servers. */
const restarted: readonly string[] = ["Server", "ServerConfig"];

const order: readonly Traffic[] = ["none", "brief", "down"];

/** The largest impact on requests, the affected tenants, and its start and end. */
export function riskOf(steps: readonly PlannedStep[]): PlanRisk {
  const effects = steps.flatMap((step, index) => step.effects.map((effect) => ({ ...effect, commit: index + 1 })));
  const worst = effects.reduce<Traffic>(
    (found, { traffic }) => (order.indexOf(traffic) > order.indexOf(found) ? traffic : found),
    "none",
  );
  const noticed = effects.filter(({ traffic }) => traffic !== "none");
  const tenants = [...new Set(noticed.flatMap(({ tenant }) => tenant ?? []))].sort();
  if (worst === "none" && steps.some(({ unseen }) => unseen === true))
    return {
      traffic: worst,
      tenants,
      message: "The impact on requests is unknown until you fix the blocking findings.",
    };
  if (worst === "none") return { traffic: worst, tenants, message: "No request is affected." };
  if (worst === "brief")
    return {
      traffic: worst,
      tenants,
      message: "Some requests may fail or wait for a few seconds while pods are replaced.",
    };
  const down = effects.filter(({ traffic }) => traffic === "down");
  const first = Math.min(...down.map(({ commit }) => commit));
  const comesBack = steps.findLastIndex(({ changes }) =>
    changes.some(({ verb, ref }) => verb === "create" && ref.kind === "Server"),
  );
  const stillThere = steps.every(({ changes }) =>
    changes.every(({ verb, ref }) => verb !== "delete" || ref.kind !== "Server"),
  );
  // A change to a Server or its ServerConfig restarts pods. Without deleted Servers, all other interruptions are deletions.
  if (stillThere && down.some(({ kind }) => !restarted.includes(kind)))
    return {
      traffic: worst,
      tenants,
      message: `After Argo CD syncs commit ${first}, requests that need a deleted object fail.${
        down.some(({ kind }) => restarted.includes(kind))
          ? " A restarting replica answers no requests until its new pod has loaded the models."
          : ""
      }`,
    };
  const until = stillThere
    ? "until its new pod has loaded the models"
    : comesBack < 0
      ? "until the Servers are added again"
      : `until commit ${comesBack + 1} is synced and the models have loaded again`;
  return {
    traffic: worst,
    tenants,
    message: `After Argo CD syncs commit ${first}, ${stillThere ? "a restarting replica answers" : "models answer"} no requests ${until}.${
      comesBack > first - 1
        ? " Get all commits reviewed before you merge the first commit, because the time between the merges is part of the interruption."
        : ""
    }`,
  };
}
