import { isDeepStrictEqual } from "node:util";
import { listAt, textAt } from "../evaluate/manifests/reading.ts";
import { trackingAnnotation } from "../layout/sync.ts";
import { preciseAmount } from "../models/amount-text.ts";
import { whyAnnotation } from "../models/marks.ts";
import { nanos, parseQuantity } from "../models/quantity.ts";
import { operatorDemand } from "../patterns/demand.ts";
import { isDeclaredByTenant } from "../patterns/flow.ts";
import { seldonOf } from "../validate/effective.ts";
import { isMap, type RawMap, valueAt } from "../validate/merge.ts";
import type { Change } from "./change.ts";
import type { EffectContext, EffectDescription } from "./effect.ts";
import { changedFields } from "./fields.ts";
import { runtimeRestarts } from "./serving-effects.ts";

export function applicationEffects(change: Change, context: EffectContext): readonly EffectDescription[] {
  const chart = valueAt(change.after ?? change.before, ["spec", "source", "chart"]);
  if (chart === "seldon-core-v2-setup") return operator(change, context);
  if (chart === "seldon-core-v2-crds" && change.verb === "change")
    return [
      { message: "The definitions change before anything that is made of them; nothing restarts.", traffic: "none" },
    ];
  if (change.verb !== "delete") return [];
  const cascades = valueAt(change.before, ["metadata", "finalizers"]) !== undefined;
  return [
    {
      message: cascades
        ? "It takes what it holds along."
        : "What it held stays in the cluster, and nobody looks after it any more.",
      traffic: "none",
    },
  ];
}

function operator(
  { verb, before, after, tenant }: Change,
  { inventory, cluster }: EffectContext,
): readonly EffectDescription[] {
  const all = cluster.tenants.length;
  const who = tenant ?? (all === 1 ? "its one tenant" : `all ${all} tenants`);
  const { requests } = operatorDemand(seldonOf(inventory.platform, cluster), cluster, 0n);
  if (verb === "create")
    return [
      {
        message: `An operator starts for ${who}: one pod that requests ${preciseAmount(requests.cpu, "cores")} and ${preciseAmount(requests.memory, "bytes")}${tenant === undefined ? "" : " of its quota"}. Argo CD renders its chart, and nothing here has looked at it.`,
        traffic: "none",
      },
    ];
  if (verb === "delete") {
    return [
      {
        message: `The operator of ${who} stops, and its chart's roles and configuration go. What it made stays, and answers.`,
        traffic: "none",
      },
    ];
  }
  const effects: EffectDescription[] = [];
  const list = (object: RawMap | undefined): readonly unknown[] =>
    listAt(object, ...helm, "controller", "watchNamespaces");
  const comes = list(after).filter((name) => !list(before).includes(name));
  const goes = list(before).filter((name) => !list(after).includes(name));
  if (comes.length + goes.length > 0) {
    const watchesAll = valueAt(after, [...helm, "controller", "watchNamespaces"]) === undefined;
    const didWatchAll = valueAt(before, [...helm, "controller", "watchNamespaces"]) === undefined;
    const names = [...comes.map((name) => `+${name}`), ...goes.map((name) => `-${name}`)].join(", ");
    effects.push({
      message: `${watchesAll ? "It watches every namespace from now on" : didWatchAll ? "It watches the tenants' namespaces alone from now on" : `Its list of namespaces changes (${names})`}, so the operator restarts: for about a minute nothing new is taken up for ${who}. Requests do not notice.`,
      traffic: "none",
    });
  }
  const version = (object: RawMap | undefined): unknown => valueAt(object, ["spec", "source", "targetRevision"]);
  const rest = (object: RawMap | undefined): unknown => {
    const values = valueAt(object, helm);
    const { controller: _controller, ...others } = isMap(values) ? values : {};
    return others;
  };
  if (version(before) !== version(after) || !isDeepStrictEqual(rest(before), rest(after))) {
    effects.push({
      message: `Its SeldonConfig changes, so the runtime of ${who} restarts. ${runtimeRestarts}`,
      traffic: "brief",
    });
  } else if (effects.length === 0) {
    effects.push({
      message: `The operator restarts: for about a minute nothing new is taken up for ${who}. Requests do not notice.`,
      traffic: "none",
    });
  }
  return effects;
}

const helm = ["spec", "source", "helm", "valuesObject"] as const;

const meshLabels = ["istio-injection", "istio.io/rev", "istio.io/dataplane-mode"] as const;

export function namespaceEffects({ verb, before, after, ref }: Change): readonly EffectDescription[] {
  if (verb === "delete")
    return [
      {
        message: "It stays in the cluster, with all that is in it: Argo CD never deletes a namespace.",
        traffic: "none",
      },
    ];
  if (verb === "move")
    return [
      {
        message:
          "It stays as it is, and another Application holds it from now on. That one takes nothing over which carries the mark of the one before: take the mark away once this is merged.",
        traffic: "none",
        command: `kubectl annotate namespace ${ref.name} ${trackingAnnotation}-`,
      },
    ];
  if (verb !== "change") return [];
  const label = (object: RawMap | undefined, key: string): unknown => valueAt(object, ["metadata", "labels", key]);
  const mesh = meshLabels.filter((key) => label(before, key) !== label(after, key));
  const effects: EffectDescription[] = [];
  if (mesh.length > 0) {
    effects.push({
      message: `Pods get or lose their proxy only when they are made anew (${mesh.join(", ")}): until then half of the namespace speaks to the mesh and half does not. Replace them, the Servers last.`,
      traffic: "brief",
      command: `kubectl delete pods --all --namespace ${ref.name}`,
    });
  }
  const key = "pod-security.kubernetes.io/enforce";
  if (label(before, key) !== label(after, key)) {
    effects.push({
      message: `It enforces ${label(after, key)} instead of ${label(before, key)}: pods that run stay, and pods that come are held to it.`,
      traffic: "none",
      podSecurity: true,
    });
  }
  return effects;
}

export function quotaEffects({ verb, before, after, ref }: Change): readonly EffectDescription[] {
  if (verb !== "change") return [];
  const hard = (object: RawMap | undefined): RawMap => {
    const value = valueAt(object, ["spec", "hard"]);
    return isMap(value) ? value : {};
  };
  const keys = [...new Set([...Object.keys(hard(before)), ...Object.keys(hard(after))])].sort();
  const lines = keys
    .filter((key) => hard(before)[key] !== hard(after)[key])
    .map((key) => `${key} ${hard(before)[key] ?? "unlimited"} becomes ${hard(after)[key] ?? "unlimited"}`);
  if (lines.length === 0) return [];
  return [
    {
      message: `${lines.join("; ")}. Pods that run stay, even over the quota; one that has to be made anew is then refused, so look at what is used before lowering it.`,
      traffic: "none",
      command: `kubectl describe resourcequota ${ref.name} --namespace ${ref.namespace}`,
    },
  ];
}

export function limitRangeEffects({ verb }: Change): readonly EffectDescription[] {
  return verb === "change"
    ? [{ message: "Containers that run keep their limits; new ones get these.", traffic: "none" }]
    : [];
}

export function claimEffects({ verb, before, after }: Change): readonly EffectDescription[] {
  if (verb === "delete")
    return [
      {
        message: "It stays in the cluster, with its data: Argo CD never deletes a claim.",
        traffic: "none",
        risk: "high",
      },
    ];
  if (verb !== "change") return [];
  const others = changedFields(before, after).filter((field) => field !== "resources");
  const [old, fresh] = [before, after].map((object) => {
    const size = parseQuantity(String(valueAt(object, ["spec", "resources", "requests", "storage"])));
    return size === undefined ? 0n : nanos(size);
  });
  if (old !== undefined && fresh !== undefined && fresh < old) {
    return [{ message: "No volume shrinks: the API server would refuse it for ever.", traffic: "none", blocks: true }];
  }
  return others.length === 0
    ? [{ message: "Its volume grows, where its storage class allows that; none can shrink.", traffic: "none" }]
    : [
        {
          message: `A claim cannot be changed (${others.join(", ")}): the API server would refuse it for ever. Give the new one another name.`,
          traffic: "none",
          blocks: true,
        },
      ];
}

/** A way that somebody used is closed. What Seldon's own parts need comes and goes with them, and is said of them. */
export function policyEffects({ verb, before, ref }: Change): readonly EffectDescription[] {
  if (verb !== "delete" || !isDeclaredByTenant(before)) return [];
  const why = textAt(before, "metadata", "annotations", whyAnnotation) ?? ref.name;
  return [
    {
      message: `Closed within seconds: ${why}. Who still does will wait and fail.`,
      traffic: "down",
    },
  ];
}
