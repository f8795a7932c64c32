import { isDeepStrictEqual } from "node:util";
import { listAt, textAt } from "../evaluate/manifests/reading.ts";
import { parseApplicationName } from "../layout/names.ts";
import { hubFolder } from "../layout/paths.ts";
import { trackingAnnotation } from "../layout/sync.ts";
import { preciseAmount } from "../models/amount-text.ts";
import { whyAnnotation } from "../models/marks.ts";
import { nanos, parseQuantity } from "../models/quantity.ts";
import { operatorDemand } from "../patterns/demand.ts";
import { isDeclaredByTenant } from "../patterns/flow.ts";
import { seldonOf } from "../validate/effective.ts";
import { placementText } from "../validate/inventory.ts";
import { isMap, type RawMap, valueAt } from "../validate/merge.ts";
import type { Change } from "./change.ts";
import type { EffectContext, EffectDescription } from "./effect.ts";
import { changedFields } from "./fields.ts";
import { runtimeRestarts } from "./runtime-effects.ts";

export function applicationEffects(change: Change, context: EffectContext): readonly EffectDescription[] {
  const { verb, before, after } = change;
  const moved = verb === "change" ? destinationEffects(change) : [];
  const sameSource = isDeepStrictEqual(valueAt(before, ["spec", "source"]), valueAt(after, ["spec", "source"]));
  return moved.length > 0 && sameSource ? moved : [...moved, ...sourceEffects(change, context)];
}

function sourceEffects(change: Change, context: EffectContext): readonly EffectDescription[] {
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
          message: `Argo CD deploys the objects of this Application to ${fresh ?? "no cluster"} instead of ${old ?? "no cluster"}. Argo CD deletes no object on ${old ?? "the old cluster"}. For the move of a cluster to a hub, follow the README of its bootstrap before the merge.`,
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

const meshLabels = ["istio-injection", "istio.io/rev", "istio.io/dataplane-mode"] as const;

/** The effect of another enforced pod security level. */
export const newLevel = "Running pods stay. New pods must meet the new pod security level";

export function namespaceEffects(
  { verb, before, after, ref }: Change,
  context: EffectContext,
): readonly EffectDescription[] {
  if (verb === "create") return gainedCluster(ref.name, context);
  if (verb === "delete")
    return [
      ...lostCluster(ref.name, context),
      {
        message: "The namespace and everything in it stay in the cluster: Argo CD never deletes a namespace.",
        traffic: "none",
      },
    ];
  if (verb === "move")
    return [
      {
        message:
          "The namespace does not change, but another Application will manage the namespace. The sync of an Application fails while an object of the Application has the tracking annotation of another Application. Remove the tracking annotation after you merge this commit.",
        traffic: "none",
        command: `annotate namespace ${ref.name} ${trackingAnnotation}-`,
      },
    ];
  if (verb !== "change") return [];
  const label = (object: RawMap | undefined, key: string): unknown => valueAt(object, ["metadata", "labels", key]);
  const mesh = meshLabels.filter((key) => label(before, key) !== label(after, key));
  const effects: EffectDescription[] = [];
  if (mesh.length > 0) {
    effects.push({
      message: `Labels of the service mesh change (${mesh.join(", ")}). An existing pod gets or loses its mesh proxy only when the pod is recreated. Until all pods are recreated, only some pods of the namespace use the mesh. Delete the pods, and delete the pods of Servers last.`,
      traffic: "brief",
      command: `delete pods --all --namespace ${ref.name}`,
    });
  }
  const key = "pod-security.kubernetes.io/enforce";
  if (label(before, key) !== label(after, key)) {
    effects.push({
      message: `The namespace enforces pod security level ${label(after, key)} instead of ${label(before, key)}. ${newLevel}.`,
      traffic: "none",
      podSecurity: true,
    });
  }
  return effects;
}

/** The reason why a tenant is new on the cluster, if the tenant's file does not name the cluster. */
function gainedCluster(tenant: string, { cluster }: EffectContext): readonly EffectDescription[] {
  const placements = cluster.tenants.find(({ name }) => name === tenant)?.placements ?? [{ by: "name" }];
  if (placements.some(({ by }) => by === "name")) return [];
  return [
    {
      message: `Tenant ${tenant} gains cluster ${cluster.name} by ${placementText(placements)}.`,
      traffic: "none",
      placement: true,
    },
  ];
}

/** The same for a tenant that leaves the cluster, and stays on other clusters by a group or by its selector. */
function lostCluster(tenant: string, { cluster, inventory }: EffectContext): readonly EffectDescription[] {
  const elsewhere = inventory.clusters.flatMap(({ tenants }) => tenants.filter(({ name }) => name === tenant));
  if (!elsewhere.some(({ placements }) => placements.some(({ by }) => by !== "name"))) return [];
  const message = `Tenant ${tenant} loses cluster ${cluster.name}: no group and no selector of its file selects the cluster.`;
  return [{ message, traffic: "none", placement: true }];
}

/** The effect of a quota below the current usage. */
export const lowerQuota =
  "Running pods stay, even if the usage exceeds the quota. While the usage exceeds the quota, the API server rejects new pods, including pods that replace deleted pods";

export function quotaEffects({ verb, before, after, ref }: Change): readonly EffectDescription[] {
  if (verb !== "change") return [];
  const hard = (object: RawMap | undefined): RawMap => {
    const value = valueAt(object, ["spec", "hard"]);
    return isMap(value) ? value : {};
  };
  const keys = [...new Set([...Object.keys(hard(before)), ...Object.keys(hard(after))])].sort();
  const lines = keys
    .filter((key) => hard(before)[key] !== hard(after)[key])
    .map((key) => `${key}: ${hard(before)[key] ?? "unlimited"} → ${hard(after)[key] ?? "unlimited"}`);
  if (lines.length === 0) return [];
  return [
    {
      message: `${lines.join("; ")}. ${lowerQuota}. Check the current usage before you lower the quota.`,
      traffic: "none",
      command: `describe resourcequota ${ref.name} --namespace ${ref.namespace}`,
    },
  ];
}

export function limitRangeEffects({ verb }: Change): readonly EffectDescription[] {
  return verb === "change"
    ? [{ message: "Running containers keep their limits. New containers get the new limits.", traffic: "none" }]
    : [];
}

export function claimEffects({ verb, before, after }: Change): readonly EffectDescription[] {
  if (verb === "delete")
    return [
      {
        message: "The volume claim and its data stay in the cluster: Argo CD never deletes a volume claim.",
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
    return [
      { message: "A volume cannot shrink: the API server rejects a smaller size.", traffic: "none", blocks: true },
    ];
  }
  return others.length === 0
    ? [{ message: "The volume grows if its storage class allows it. A volume cannot shrink.", traffic: "none" }]
    : [
        {
          message: `Immutable fields of the volume claim change (${others.join(", ")}): the API server rejects the change. Give the new volume claim another name.`,
          traffic: "none",
          blocks: true,
        },
      ];
}

/**
 * A declared connection is closed. Connections that Seldon's components need are created and deleted with these components,
 * and their effects include them.
 */
export function policyEffects({ verb, before, ref }: Change): readonly EffectDescription[] {
  if (verb !== "delete" || !isDeclaredByTenant(before)) return [];
  const why = textAt(before, "metadata", "annotations", whyAnnotation) ?? ref.name;
  return [
    {
      message: `The network plug-in denies new connections for this purpose: ${why}. Clients that still open such connections wait and then fail. Whether open connections end depends on the network plug-in.`,
      traffic: "down",
    },
  ];
}
