import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Change } from "./change.ts";
import type { CommitStep } from "./commit-steps.ts";
import type { Effect, Traffic } from "./effect.ts";

/** One commit, and all that it does. */
export interface PlannedStep extends CommitStep {
  readonly changes: readonly Change[];
  /** Of these, what leaves git and stays in the cluster. */
  readonly staying: ReadonlySet<Change>;
  readonly effects: readonly Effect[];
  /** Nothing is known of what it does: its inputs are wrong. */
  readonly unseen?: true;
}

/** What it takes to get from what is synced to what is wished, as somebody would follow it. */
export interface Plan {
  readonly title: string;
  /** What would stop it today, each at its line. */
  readonly unmet: readonly Diagnostic[];
  readonly steps: readonly PlannedStep[];
  readonly risk: PlanRisk;
  /** What nobody takes away, and somebody may want to. */
  readonly staysBehind: readonly string[];
  readonly back: readonly string[];
  /** What a person does at the very end, because nothing that syncs should. */
  readonly last: LastStep | undefined;
}

export interface LastStep {
  readonly message: string;
  readonly commands: readonly string[];
}

export interface PlanRisk {
  readonly traffic: Traffic;
  readonly tenants: readonly string[];
  readonly message: string;
}

const order: readonly Traffic[] = ["none", "brief", "down"];

/** The worst that requests notice, for whom, and from when to when. */
export function riskOf(steps: readonly PlannedStep[]): PlanRisk {
  const effects = steps.flatMap((step, index) => step.effects.map((effect) => ({ ...effect, commit: index + 1 })));
  const worst = effects.reduce<Traffic>(
    (found, { traffic }) => (order.indexOf(traffic) > order.indexOf(found) ? traffic : found),
    "none",
  );
  const felt = effects.filter(({ traffic }) => traffic !== "none");
  const tenants = [...new Set(felt.flatMap(({ tenant }) => tenant ?? []))].sort();
  if (worst === "none" && steps.some(({ unseen }) => unseen === true))
    return { traffic: worst, tenants, message: "Nothing can be said before what stops it is fixed." };
  if (worst === "none") return { traffic: worst, tenants, message: "No request notices." };
  if (worst === "brief")
    return {
      traffic: worst,
      tenants,
      message: "Some requests may fail or wait, for seconds, while pods are replaced.",
    };
  const first = Math.min(...effects.filter(({ traffic }) => traffic === "down").map(({ commit }) => commit));
  const comesBack = steps.findLastIndex(({ changes }) =>
    changes.some(({ verb, ref }) => verb === "create" && ref.kind === "Server"),
  );
  const stillThere = steps.every(({ changes }) =>
    changes.every(({ verb, ref }) => verb !== "delete" || ref.kind !== "Server"),
  );
  const until = stillThere
    ? "for each replica, until its new pod has loaded the models"
    : comesBack < 0
      ? "until somebody brings them back"
      : `until commit ${comesBack + 1} is synced and the models have loaded again`;
  return {
    traffic: worst,
    tenants,
    message: `Models cannot be called from the moment Argo CD takes commit ${first}, ${until}.${
      comesBack > first - 1
        ? " Have all commits reviewed before the first is merged: the time between the merges is what it lasts."
        : ""
    }`,
  };
}
