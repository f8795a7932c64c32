import { isDeepStrictEqual } from "node:util";
import { listAt, numberAt, textAt } from "../evaluate/manifests/reading.ts";
import { joinNames } from "../text/listed.ts";
import { seldonOf } from "../validate/effective.ts";
import { isMap, type RawMap, valueAt } from "../validate/merge.ts";
import type { Change } from "./change.ts";
import type { EffectContext, EffectDescription } from "./effect.ts";
import { changedFields } from "./fields.ts";
import { describeCause } from "./serving-effects.ts";

const schedulerRestarts =
  "The scheduler restarts, and places no new models until all Servers have connected to the scheduler or 600 s have passed. Loaded models answer requests during the restart.";
export const runtimeRestarts = `A new Envoy pod starts before the old Envoy pod stops. ${schedulerRestarts}`;

export function seldonRuntimeEffects(change: Change, context: EffectContext): readonly EffectDescription[] {
  const { verb, before, after } = change;
  if (verb === "create") return [{ message: "A scheduler and an Envoy start.", traffic: "none" }];
  if (verb === "delete") {
    return [
      {
        message:
          "The scheduler and Envoy stop. Seldon's operator deletes a SeldonRuntime only after all Servers in the namespace are deleted, so the operator must still run. The scheduler's volume claim stays in the cluster.",
        traffic: "down",
      },
    ];
  }
  const cause = describeCause(before, after);
  return isDeepStrictEqual(changedFields(before, after), ["overrides"])
    ? componentEffects(change, context).map((effect) => ({ ...effect, message: `${cause}${effect.message}` }))
    : [{ message: `${cause}${runtimeRestarts}`, traffic: "brief" }];
}

/** The effects of changed overrides: only the pods of these components restart, or only their number changes. */
function componentEffects({ before, after }: Change, { cluster }: EffectContext): readonly EffectDescription[] {
  const { component } = seldonOf(cluster);
  const [old, fresh] = [overridesOf(before), overridesOf(after)];
  const changed = [...new Set([...old.keys(), ...fresh.keys()])].filter(
    (name) => !isDeepStrictEqual(old.get(name), fresh.get(name)),
  );
  const podsOf = (overrides: ReadonlyMap<string, RawMap>, name: string): number =>
    numberAt(overrides.get(name), "replicas") ?? 1;
  const restarts = changed.filter(
    (name) =>
      podsOf(old, name) > 0 &&
      podsOf(fresh, name) > 0 &&
      !isDeepStrictEqual(valueAt(old.get(name), ["podSpec"]), valueAt(fresh.get(name), ["podSpec"])),
  );
  const rolled = restarts.filter((name) => name !== component.scheduler);
  const scaled = changed.filter((name) => !restarts.includes(name));
  return [
    ...(restarts.includes(component.scheduler) ? [{ message: schedulerRestarts, traffic: "brief" as const }] : []),
    ...(rolled.length === 0
      ? []
      : [
          {
            message: `The pods of ${joinNames(rolled)} restart. At least 75 % of the pods run at any time.`,
            traffic: "brief" as const,
          },
        ]),
    ...(scaled.length === 0
      ? []
      : [
          {
            message: `The number of pods of ${joinNames(scaled)} changes. The other pods do not restart.`,
            traffic: scaled.some((name) => podsOf(fresh, name) < podsOf(old, name))
              ? ("brief" as const)
              : ("none" as const),
          },
        ]),
  ];
}

function overridesOf(runtime: RawMap | undefined): ReadonlyMap<string, RawMap> {
  return new Map(
    listAt(runtime, "spec", "overrides").flatMap((override) =>
      isMap(override) ? [[textAt(override, "name") ?? "", override] as const] : [],
    ),
  );
}
