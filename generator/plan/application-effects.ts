import { isDeepStrictEqual } from "node:util";
import { listAt, textAt } from "../evaluate/manifests/reading.ts";
import { parseApplicationName } from "../layout/names.ts";
import { hubFolder } from "../layout/paths.ts";
import { preciseAmount } from "../models/amount-text.ts";
import { operatorDemand } from "../patterns/demand.ts";
import { seldonOf } from "../validate/effective.ts";
import { isMap, type RawMap, valueAt } from "../validate/merge.ts";
import { addonEffects } from "./addon-effects.ts";
import type { Change } from "./change.ts";
import type { EffectContext, EffectDescription } from "./effect.ts";
import { runtimeRestarts } from "./runtime-effects.ts";

export function applicationEffects(change: Change, context: EffectContext): readonly EffectDescription[] {
  const { verb, before, after } = change;
  const moved = verb === "change" ? destinationEffects(change) : [];
  const sameSource = isDeepStrictEqual(valueAt(before, ["spec", "source"]), valueAt(after, ["spec", "source"]));
  return moved.length > 0 && sameSource ? moved : [...moved, ...sourceEffects(change, context)];
}

function sourceEffects(change: Change, context: EffectContext): readonly EffectDescription[] {
  const name = parseApplicationName(change.ref.name);
  if (name?.of === "addon") return addonEffects(change, name, context);
  const chart = valueAt(change.after ?? change.before, ["spec", "source", "chart"]);
  if (chart === "seldon-core-v2-setup") return operator(change, context);
  if (chart === "seldon-core-v2-crds" && change.verb === "change")
    return [
      {
        message: "Argo CD updates Seldon's CustomResourceDefinitions. This update restarts no pods.",
        traffic: "none",
      },
    ];
  const applier = parseApplicationName(change.application ?? "");
  if (change.verb === "create" && applier?.of === "hub")
    return [
      {
        message: `The Application of hub ${applier.hub} creates this root. If the hub is new, follow ${hubFolder(applier.hub)}/README.md first.`,
        traffic: "none",
      },
    ];
  if (change.verb !== "delete") return [];
  if (change.application === undefined)
    return [
      {
        message: "The Application stays until a person deletes it, or another Application manages it.",
        traffic: "none",
      },
    ];
  if (parseApplicationName(change.ref.name)?.of === "root")
    return [
      {
        message:
          "The Applications of this root Application stay in Argo CD, because the root Application has no finalizer. A person deletes them.",
        traffic: "none",
      },
    ];
  const cascades = valueAt(change.before, ["metadata", "finalizers"]) !== undefined;
  return [
    {
      message: cascades
        ? "Argo CD also deletes the objects of this Application."
        : "The objects of this Application stay in the cluster, and Argo CD no longer manages these objects.",
      traffic: "none",
    },
  ];
}

/** A cluster is registered under another name or address, for example because it joins a hub. */
function destinationEffects({ before, after }: Change): readonly EffectDescription[] {
  const [old, fresh] = [before, after].map(
    (object) => textAt(object, "spec", "destination", "server") ?? textAt(object, "spec", "destination", "name"),
  );
  return old === fresh
    ? []
    : [
        {
          message: `Argo CD deploys the objects of this Application to ${fresh ?? "no cluster"} instead of ${old ?? "no cluster"}. Argo CD deletes no object on ${old ?? "the old cluster"}. If another Argo CD syncs the cluster from this commit on, run the commands before the merge first.`,
          traffic: "none",
        },
      ];
}

function operator({ verb, before, after, tenant }: Change, { cluster }: EffectContext): readonly EffectDescription[] {
  const all = cluster.tenants.length;
  const who = tenant ?? (all === 1 ? "the only tenant" : `all ${all} tenants`);
  const pause = `The operator restarts, and does not reconcile changes of ${who} for about a minute. Requests are not affected.`;
  const { requests } = operatorDemand(seldonOf(cluster), cluster, 0n);
  if (verb === "create")
    return [
      {
        message: `An operator starts for ${who}: one pod that requests ${preciseAmount(requests.cpu, "cores")} and ${preciseAmount(requests.memory, "bytes")}${tenant === undefined ? "" : " of the tenant's quota"}. Argo CD renders the operator's chart, so Tenantry has not checked the objects of the chart.`,
        traffic: "none",
      },
    ];
  if (verb === "delete") {
    return [
      {
        message: `The operator of ${who} stops. Argo CD deletes the roles and the configuration of the operator's chart. The objects that the operator created stay, and their pods keep answering requests.`,
        traffic: "none",
      },
    ];
  }
  const effects: EffectDescription[] = [];
  const list = (object: RawMap | undefined): readonly unknown[] =>
    listAt(object, ...helm, "controller", "watchNamespaces");
  const added = list(after).filter((name) => !list(before).includes(name));
  const removed = list(before).filter((name) => !list(after).includes(name));
  if (added.length + removed.length > 0) {
    const watchesAll = valueAt(after, [...helm, "controller", "watchNamespaces"]) === undefined;
    const didWatchAll = valueAt(before, [...helm, "controller", "watchNamespaces"]) === undefined;
    const names = [...added.map((name) => `+${name}`), ...removed.map((name) => `-${name}`)].join(", ");
    effects.push({
      message: `${watchesAll ? "The operator will watch every namespace" : didWatchAll ? "The operator will watch only the tenants' namespaces" : `The operator's list of namespaces changes (${names})`}. ${pause}`,
      traffic: "none",
    });
  }
  const version = (object: RawMap | undefined): unknown => valueAt(object, ["spec", "source", "targetRevision"]);
  const otherValues = (object: RawMap | undefined): unknown => {
    const values = valueAt(object, helm);
    const { controller: _controller, ...others } = isMap(values) ? values : {};
    return others;
  };
  if (version(before) !== version(after) || !isDeepStrictEqual(otherValues(before), otherValues(after))) {
    effects.push({
      message: `The SeldonConfig of the operator's chart changes, so the runtime of ${who} restarts. ${runtimeRestarts}`,
      traffic: "brief",
    });
  } else if (effects.length === 0) {
    effects.push({
      message: pause,
      traffic: "none",
    });
  }
  return effects;
}

const helm = ["spec", "source", "helm", "valuesObject"] as const;
