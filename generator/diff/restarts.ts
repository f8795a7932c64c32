import { defined } from "../models/defined.ts";
import type { Change } from "../plan/change.ts";
import type { Effect } from "../plan/effect.ts";
import { effectsOf } from "../plan/effects.ts";
import type { Inventory } from "../validate/inventory.ts";
import { type Statement, trafficRisk } from "./statement.ts";

const topics: Readonly<Record<string, Statement["topic"]>> = {
  Application: "platform",
  Experiment: "traffic",
  LimitRange: "quota",
  Namespace: "platform",
  PersistentVolumeClaim: "data",
};

/** What is said of them elsewhere, with what it means. */
const reportedElsewhere = new Set(["ResourceQuota", "NetworkPolicy", "CiliumNetworkPolicy"]);

/** What happens to what runs: pods that restart and why, models that cannot be called, data, what cannot be done. */
export function restartStatements(changes: readonly Change[], inventory: Inventory): readonly Statement[] {
  return effectsOf(changes, inventory)
    .filter(({ kind, podSecurity }) => !reportedElsewhere.has(kind) && podSecurity !== true)
    .map((effect): Statement => {
      const { about, cluster, tenant, kind, message } = effect;
      const headline = headlineOf(effect);
      return {
        topic: topics[kind] ?? "serving",
        risk: riskOf(effect),
        cluster,
        tenant,
        about: about.replace(` on ${cluster}`, ""),
        message,
        ...defined({ headline }),
      };
    });
}

function riskOf({ blocks, traffic, risk }: Effect): Statement["risk"] {
  return blocks === true ? "refused" : (risk ?? trafficRisk[traffic]);
}

function headlineOf({ blocks, kind, about, traffic }: Effect): string | undefined {
  if (blocks === true) return `${about} cannot be done like this`;
  if (traffic === "none") return undefined;
  return kind === "Application" ? undefined : `interrupts ${about}`;
}
