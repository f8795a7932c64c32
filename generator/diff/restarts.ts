import { edgeObjectKinds } from "../evaluate/routes/cluster-edge.ts";
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

/** Kinds whose effects other aspects report. */
const reportedElsewhere = new Set<string>([
  "ResourceQuota",
  "NetworkPolicy",
  "CiliumNetworkPolicy",
  ...edgeObjectKinds,
]);

/** Effects on running workloads: restarting pods with the cause, models that cannot be called, data, impossible changes. */
export function restartStatements(changes: readonly Change[], inventory: Inventory): readonly Statement[] {
  return effectsOf(changes, inventory)
    .filter(
      ({ kind, podSecurity, placement }) => !reportedElsewhere.has(kind) && podSecurity !== true && placement !== true,
    )
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
  if (blocks === true) return `cannot change ${about}`;
  if (traffic === "none") return undefined;
  return kind === "Application" ? undefined : `interrupts ${about}`;
}
