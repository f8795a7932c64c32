import { isDeepStrictEqual } from "node:util";
import { nanos, precise, quantity } from "../models/quantity.ts";
import { operatorDemand } from "../patterns/demand.ts";
import { isAskedByTenant } from "../patterns/flow.ts";
import { serverConfigPlace } from "../patterns/pattern.ts";
import { patterns } from "../patterns/table.ts";
import { configNameOf, isServing, serverConfigsOf } from "../validate/effective.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import { isMap, type RawMap, valueAt } from "../validate/merge.ts";
import { type Change, describeRef } from "./change.ts";
import { describeField, fieldChanges } from "./fields.ts";

/** What requests notice: nothing, seconds in which some may fail, or a model that cannot be called. */
export type Traffic = "none" | "brief" | "down";

/** What a change does to what runs, beside being applied. */
export interface Effect {
  readonly about: string;
  readonly kind: string;
  readonly cluster: string;
  readonly tenant: string | undefined;
  readonly says: string;
  readonly traffic: Traffic;
  /** It cannot be done like this: Kubernetes or Seldon would refuse it for ever. */
  readonly blocks?: true;
  /** Servers whose volume claims would have to change, which a StatefulSet does not let them. */
  readonly claimsOf?: readonly string[];
  /** What a person has to do, as a command. */
  readonly command?: string;
  /** How bad it is if nobody meant it, beyond what requests notice. */
  readonly risk?: "medium" | "high";
  /** Not about what runs: about what may come. */
  readonly podSecurity?: true;
}

interface Context {
  readonly inventory: Inventory;
  readonly cluster: ClusterEntry;
  readonly changes: readonly Change[];
}

type Said = Omit<Effect, "about" | "kind" | "cluster" | "tenant">;
type Rule = (change: Change, context: Context) => readonly Said[];

/** By kind; a kind that is not here does nothing but what its change says. */
const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["Server", server],
  ["ServerConfig", serverConfig],
  ["SeldonRuntime", seldonRuntime],
  ["Model", model],
  ["Pipeline", pipeline],
  ["Experiment", experiment],
  ["Application", application],
  ["Namespace", namespace],
  ["ResourceQuota", quota],
  ["LimitRange", limitRange],
  ["PersistentVolumeClaim", claim],
  ["NetworkPolicy", policy],
  ["CiliumNetworkPolicy", policy],
]);

export function effectsOf(changes: readonly Change[], inventory: Inventory): readonly Effect[] {
  const several = new Set(changes.map((change) => change.cluster)).size > 1;
  return changes.flatMap((change) => {
    const cluster = inventory.clusters.find(({ name }) => name === change.cluster);
    const rule = rules.get(change.ref.kind);
    if (cluster === undefined || rule === undefined) return [];
    return rule(change, { inventory, cluster, changes }).map((effect) => ({
      about: `${describeRef(change.ref)}${several ? ` on ${change.cluster}` : ""}`,
      kind: change.ref.kind,
      cluster: change.cluster,
      tenant: change.tenant,
      ...effect,
    }));
  });
}

const stops = "A pod has 120 s to hand its models back and stop.";
const rolls =
  "Its pods restart one after the other. With one replica its models are away from the moment the old pod stops until the new one has loaded them; with more, the others answer meanwhile.";
const runtimeRestarts =
  "Envoy brings its new pod up before the old one stops. The scheduler restarts, and places nothing new until all Servers have reported, 600 s at most; models that are loaded answer meanwhile.";

function server(change: Change, context: Context): ReturnType<Rule> {
  const { verb, before, after, ref } = change;
  const { changes, cluster } = context;
  if (verb === "create") return [{ says: "It starts, and its models load as soon as it is ready.", traffic: "none" }];
  if (verb === "delete") return [{ says: `It stops, and no model on it can be called. ${stops}`, traffic: "down" }];
  const fields = changedFields(before, after);
  if (fields.every((field) => ["replicas", "minReplicas", "maxReplicas"].includes(field)))
    return (
      narrowed(change, "servers") ?? [
        { says: "It scales; replicas that go hand their models back first.", traffic: "none" },
      ]
    );
  const name = valueAt(after, ["spec", "serverConfig"]);
  const followed = changes.some(
    (one) =>
      one.cluster === cluster.name && one.ref.kind === "ServerConfig" && one.verb === "move" && one.ref.name === name,
  );
  if (fields.length === 1 && fields[0] === "serverConfig" && followed) {
    return [
      {
        says: "Its ServerConfig lies elsewhere now, with the same content: its pods stay as they are. Until the operator finds it there, it reports an error and changes nothing.",
        traffic: "none",
      },
    ];
  }
  const [old, fresh] = [before, after].map((object) => claimOf(valueAt(object, ["spec", "serverConfig"]), context));
  if (old !== undefined && fresh !== undefined && old !== fresh) {
    return [
      {
        says: `Its ServerConfig is another one, with other volume claims (${old} becomes ${fresh}). The claims of a StatefulSet cannot be changed: the operator would try for ever.`,
        traffic: "none",
        blocks: true,
        claimsOf: [ref.name],
      },
    ];
  }
  return [{ says: `${because(before, after)}${rolls}`, traffic: "down" }];
}

/** `spec.replicas 1 becomes 2. `: why pods restart. */
function because(before: RawMap | undefined, after: RawMap | undefined): string {
  const fields = fieldChanges(mapOf(before?.["spec"]), mapOf(after?.["spec"]));
  const said = fields.slice(0, mostFields).map(describeField);
  const more = fields.length - said.length;
  return said.length === 0 ? "" : `${said.join("; ")}${more > 0 ? `; and ${more} more` : ""}. `;
}

const mostFields = 3;

function mapOf(value: unknown): RawMap {
  return isMap(value) ? value : {};
}

/** What a ServerConfig's claims look like, by its name on the cluster: out of what changes, or out of what stays. */
function claimOf(name: unknown, { inventory, cluster, changes }: Context): string | undefined {
  const changed = changes.find(
    (one) => one.ref.kind === "ServerConfig" && one.cluster === cluster.name && one.ref.name === name,
  );
  const object = changed?.before ?? changed?.after;
  if (object !== undefined) {
    const claim = ["spec", "volumeClaimTemplates", 0];
    return [
      valueAt(object, [...claim, "name"]),
      valueAt(object, [...claim, "spec", "resources", "requests", "storage"]),
      valueAt(object, [...claim, "spec", "storageClassName"]),
    ].join(" ");
  }
  const pattern = patterns[cluster.spec.seldon.pattern];
  const seldon = inventory.platform.spec.seldon.namespace;
  for (const tenant of cluster.tenants) {
    for (const [config, { config: spec, template }] of serverConfigsOf(inventory.platform.spec, tenant)) {
      if (serverConfigPlace(pattern, seldon, tenant.name, config).name !== name) continue;
      const { size, class: storageClass } = spec.storage;
      return `${template.type}-models ${size ?? template.storage.size} ${storageClass ?? cluster.spec.storageClasses.default}`;
    }
  }
  return undefined;
}

function serverConfig(
  { verb, before, after, cluster, tenant, ref }: Change,
  { inventory, cluster: entry }: Context,
): ReturnType<Rule> {
  if (verb !== "change") return [];
  const pattern = patterns[entry.spec.seldon.pattern];
  const seldon = inventory.platform.spec.seldon.namespace;
  const users = entry.tenants
    .filter((one) => one.name === tenant && isServing(entry, one))
    .flatMap(({ name, spec }) =>
      Object.entries(spec.servers)
        .filter(([, one]) => serverConfigPlace(pattern, seldon, name, configNameOf(one) ?? "").name === ref.name)
        .map(([serverName]) => serverName),
    );
  if (users.length === 0) return [{ says: "No Server runs with it.", traffic: "none" }];
  const whose = `It is used by ${users.join(", ")} of ${tenant} on ${cluster}.`;
  const volumes = (object: RawMap | undefined): unknown => valueAt(object, ["spec", "volumeClaimTemplates"]);
  if (isDeepStrictEqual(volumes(before), volumes(after)))
    return [{ says: `${because(before, after)}${rolls} ${whose}`, traffic: "down" }];
  return [
    {
      says: `The volume claims of a StatefulSet cannot be changed: the operator would try for ever, and never get to anything else of that Server. ${whose}`,
      traffic: "none",
      blocks: true,
      claimsOf: users,
    },
  ];
}

function seldonRuntime({ verb, before, after }: Change): ReturnType<Rule> {
  if (verb === "create") return [{ says: "A scheduler and an Envoy start.", traffic: "none" }];
  if (verb === "delete") {
    return [
      {
        says: "Scheduler and Envoy stop. It goes only when no Server is left in its namespace, and while its operator runs; the scheduler's volume claim stays behind.",
        traffic: "down",
      },
    ];
  }
  return [{ says: `${because(before, after)}${runtimeRestarts}`, traffic: "brief" }];
}

/** Argo CD leaves the number alone that autoscaling gave, so bounds that close in on it need a hand. */
function narrowed({ before, after, ref }: Change, plural: "models" | "servers"): ReturnType<Rule> | undefined {
  const count = (object: RawMap | undefined, ...fields: readonly string[]): number | undefined =>
    fields.map((field) => valueAt(object, ["spec", field])).find((value) => typeof value === "number");
  const [least, most] = [count(after, "minReplicas"), count(after, "maxReplicas")];
  const below = least !== undefined && least > (count(before, "minReplicas", "replicas") ?? 1);
  const above = most !== undefined && most < (count(before, "maxReplicas", "replicas") ?? 1);
  if (!below && !above) return undefined;
  return [
    {
      says: "The number that it runs with is autoscaling's, and git does not change it. Where it lies outside of the new bounds the operator refuses it, until it is scaled into them.",
      traffic: "none",
      command: `kubectl scale ${plural}/${ref.name} --namespace ${ref.namespace} --replicas ${below ? least : most}`,
    },
  ];
}

function model(change: Change): ReturnType<Rule> {
  const { verb, before, after } = change;
  if (verb === "create") return [{ says: "It loads.", traffic: "none" }];
  if (verb === "delete") return [{ says: "It is unloaded, and cannot be called.", traffic: "down" }];
  const fields = changedFields(before, after);
  if (fields.length === 0) return [];
  if (fields.every((field) => ["replicas", "minReplicas", "maxReplicas"].includes(field)))
    return narrowed(change, "models") ?? [{ says: "It scales.", traffic: "none" }];
  return [
    {
      says: `A new version loads beside the old one, which answers until then (${fields.join(", ")}). Its Server needs the memory of both.`,
      traffic: "none",
    },
  ];
}

function pipeline({ verb, before, after }: Change): ReturnType<Rule> {
  if (verb === "delete") return [{ says: "It stops, and cannot be called.", traffic: "down" }];
  if (verb === "create" || changedFields(before, after).length === 0) return [];
  return [
    { says: "A new version takes over; what is under way in Kafka may be answered by either.", traffic: "brief" },
  ];
}

function experiment({ verb, before, after }: Change): ReturnType<Rule> {
  if (verb === "create") return [{ says: `It splits traffic: ${split(after)}.`, traffic: "none" }];
  if (verb === "delete")
    return [
      {
        says: "Its own endpoint is gone; its default answers for itself again, for as long as it is there.",
        traffic: "down",
      },
    ];
  if (split(before) === split(after)) return [];
  return [
    { says: `Traffic moves at once: ${split(before)} becomes ${split(after)}.`, traffic: "none", risk: "medium" },
  ];
}

function split(object: RawMap | undefined): string {
  const candidates = valueAt(object, ["spec", "candidates"]);
  if (!Array.isArray(candidates)) return "";
  return candidates.map((one: unknown) => `${valueAt(one, ["name"])} ${valueAt(one, ["weight"])}`).join(", ");
}

function application(change: Change, context: Context): ReturnType<Rule> {
  const chart = valueAt(change.after ?? change.before, ["spec", "source", "chart"]);
  if (chart === "seldon-core-v2-setup") return operator(change, context);
  if (chart === "seldon-core-v2-crds" && change.verb === "change")
    return [
      { says: "The definitions change before anything that is made of them; nothing restarts.", traffic: "none" },
    ];
  if (change.verb !== "delete") return [];
  const cascades = valueAt(change.before, ["metadata", "finalizers"]) !== undefined;
  return [
    {
      says: cascades
        ? "It takes what it holds along."
        : "What it held stays in the cluster, and nobody looks after it any more.",
      traffic: "none",
    },
  ];
}

function operator({ verb, before, after, tenant }: Change, { cluster }: Context): ReturnType<Rule> {
  const all = cluster.tenants.length;
  const who = tenant ?? (all === 1 ? "its one tenant" : `all ${all} tenants`);
  const { requests } = operatorDemand(cluster, 0n);
  if (verb === "create")
    return [
      {
        says: `An operator starts for ${who}: one pod that requests ${precise(requests.cpu, "cores")} and ${precise(requests.memory, "bytes")}${tenant === undefined ? "" : " of its quota"}. Argo CD renders its chart, and nothing here has looked at it.`,
        traffic: "none",
      },
    ];
  if (verb === "delete") {
    return [
      {
        says: `The operator of ${who} stops, and its chart's roles and configuration go. What it made stays, and answers.`,
        traffic: "none",
      },
    ];
  }
  const effects: Said[] = [];
  const list = (object: RawMap | undefined): readonly unknown[] => {
    const names = valueAt(object, [...helm, "controller", "watchNamespaces"]);
    return Array.isArray(names) ? names : [];
  };
  const comes = list(after).filter((name) => !list(before).includes(name));
  const goes = list(before).filter((name) => !list(after).includes(name));
  if (comes.length + goes.length > 0) {
    const watchesAll = valueAt(after, [...helm, "controller", "watchNamespaces"]) === undefined;
    const didWatchAll = valueAt(before, [...helm, "controller", "watchNamespaces"]) === undefined;
    const names = [...comes.map((name) => `+${name}`), ...goes.map((name) => `-${name}`)].join(", ");
    effects.push({
      says: `${watchesAll ? "It watches every namespace from now on" : didWatchAll ? "It watches the tenants' namespaces alone from now on" : `Its list of namespaces changes (${names})`}, so the operator restarts: for about a minute nothing new is taken up for ${who}. Requests do not notice.`,
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
      says: `Its SeldonConfig changes, so the runtime of ${who} restarts. ${runtimeRestarts}`,
      traffic: "brief",
    });
  } else if (effects.length === 0) {
    effects.push({
      says: `The operator restarts: for about a minute nothing new is taken up for ${who}. Requests do not notice.`,
      traffic: "none",
    });
  }
  return effects;
}

const helm = ["spec", "source", "helm", "valuesObject"] as const;

const meshLabels = ["istio-injection", "istio.io/rev", "istio.io/dataplane-mode"] as const;

function namespace({ verb, before, after, ref }: Change): ReturnType<Rule> {
  if (verb === "delete")
    return [
      { says: "It stays in the cluster, with all that is in it: Argo CD never deletes a namespace.", traffic: "none" },
    ];
  if (verb === "move")
    return [
      {
        says: "It stays as it is, and another Application holds it from now on. That one takes nothing over which carries the mark of the one before: take the mark away once this is merged.",
        traffic: "none",
        command: `kubectl annotate namespace ${ref.name} argocd.argoproj.io/tracking-id-`,
      },
    ];
  if (verb !== "change") return [];
  const label = (object: RawMap | undefined, key: string): unknown => valueAt(object, ["metadata", "labels", key]);
  const mesh = meshLabels.filter((key) => label(before, key) !== label(after, key));
  const effects: Said[] = [];
  if (mesh.length > 0) {
    effects.push({
      says: `Pods get or lose their proxy only when they are made anew (${mesh.join(", ")}): until then half of the namespace speaks to the mesh and half does not. Replace them, the Servers last.`,
      traffic: "brief",
      command: `kubectl delete pods --all --namespace ${ref.name}`,
    });
  }
  const key = "pod-security.kubernetes.io/enforce";
  if (label(before, key) !== label(after, key)) {
    effects.push({
      says: `It enforces ${label(after, key)} instead of ${label(before, key)}: pods that run stay, and pods that come are held to it.`,
      traffic: "none",
      podSecurity: true,
    });
  }
  return effects;
}

function quota({ verb, before, after, ref }: Change): ReturnType<Rule> {
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
      says: `${lines.join("; ")}. Pods that run stay, even over the quota; one that has to be made anew is then refused, so look at what is used before lowering it.`,
      traffic: "none",
      command: `kubectl describe resourcequota ${ref.name} --namespace ${ref.namespace}`,
    },
  ];
}

function limitRange({ verb }: Change): ReturnType<Rule> {
  return verb === "change"
    ? [{ says: "Containers that run keep their limits; new ones get these.", traffic: "none" }]
    : [];
}

function claim({ verb, before, after }: Change): ReturnType<Rule> {
  if (verb === "delete")
    return [
      {
        says: "It stays in the cluster, with its data: Argo CD never deletes a claim.",
        traffic: "none",
        risk: "high",
      },
    ];
  if (verb !== "change") return [];
  const others = changedFields(before, after).filter((field) => field !== "resources");
  const [old, fresh] = [before, after].map((object) => {
    const size = quantity(String(valueAt(object, ["spec", "resources", "requests", "storage"])));
    return size === undefined ? 0n : nanos(size);
  });
  if (old !== undefined && fresh !== undefined && fresh < old) {
    return [{ says: "No volume shrinks: the API server would refuse it for ever.", traffic: "none", blocks: true }];
  }
  return others.length === 0
    ? [{ says: "Its volume grows, where its storage class allows that; none can shrink.", traffic: "none" }]
    : [
        {
          says: `A claim cannot be changed (${others.join(", ")}): the API server would refuse it for ever. Give the new one another name.`,
          traffic: "none",
          blocks: true,
        },
      ];
}

/** A way that somebody used is closed. What Seldon's own parts need comes and goes with them, and is said of them. */
function policy({ verb, before, ref }: Change): ReturnType<Rule> {
  if (verb !== "delete" || !isAskedByTenant(before)) return [];
  const why = valueAt(before, ["metadata", "annotations", "tenantry.dev/why"]);
  return [
    {
      says: `Closed within seconds: ${typeof why === "string" ? why : ref.name}. Who still does will wait and fail.`,
      traffic: "down",
    },
  ];
}

/** Fields of the spec that differ. */
function changedFields(before: RawMap | undefined, after: RawMap | undefined): readonly string[] {
  const [old, fresh] = [before?.["spec"], after?.["spec"]].map((spec) => (isMap(spec) ? spec : {}));
  const keys = new Set([...Object.keys(old ?? {}), ...Object.keys(fresh ?? {})]);
  return [...keys].filter((key) => !isDeepStrictEqual(old?.[key], fresh?.[key])).sort();
}
