import { isDeepStrictEqual } from "node:util";
import { listAt, mapAt } from "../evaluate/manifests/reading.ts";
import { modelsVolume } from "../models/seldon/servers/inference-server.ts";
import { serverConfigPlace } from "../patterns/pattern.ts";
import { patterns } from "../patterns/table.ts";
import { listText } from "../text/listed.ts";
import { configNameOf, isServing, modelStorageOf, serverConfigsOf } from "../validate/effective.ts";
import { type RawMap, valueAt } from "../validate/merge.ts";
import type { Change } from "./change.ts";
import type { EffectContext, EffectDescription } from "./effect.ts";
import { changedFields, describeField, fieldChanges } from "./fields.ts";

const stops = "A pod has 120 s to hand its models back and stop.";
const rolls =
  "Its pods restart one after the other. With one replica its models are away from the moment the old pod stops until the new one has loaded them; with more, the others answer meanwhile.";
export const runtimeRestarts =
  "Envoy brings its new pod up before the old one stops. The scheduler restarts, and places nothing new until all Servers have reported, 600 s at most; models that are loaded answer meanwhile.";

export function serverEffects(change: Change, context: EffectContext): readonly EffectDescription[] {
  const { verb, before, after, ref } = change;
  const { changes, cluster } = context;
  if (verb === "create")
    return [{ message: "It starts, and its models load as soon as it is ready.", traffic: "none" }];
  if (verb === "delete") return [{ message: `It stops, and no model on it can be called. ${stops}`, traffic: "down" }];
  const fields = changedFields(before, after);
  if (fields.every((field) => ["replicas", "minReplicas", "maxReplicas"].includes(field)))
    return (
      narrowed(change, "servers") ?? [
        { message: "It scales; replicas that go hand their models back first.", traffic: "none" },
      ]
    );
  const name = valueAt(after, ["spec", "serverConfig"]);
  const followed = changes.some(
    (candidate) =>
      candidate.cluster === cluster.name &&
      candidate.ref.kind === "ServerConfig" &&
      candidate.verb === "move" &&
      candidate.ref.name === name,
  );
  if (fields.length === 1 && fields[0] === "serverConfig" && followed) {
    return [
      {
        message:
          "Its ServerConfig lies elsewhere now, with the same content: its pods stay as they are. Until the operator finds it there, it reports an error and changes nothing.",
        traffic: "none",
      },
    ];
  }
  const [old, fresh] = [before, after].map((object) => claimOf(valueAt(object, ["spec", "serverConfig"]), context));
  if (old !== undefined && fresh !== undefined && old !== fresh) {
    return [
      {
        message: `Its ServerConfig is another one, with other volume claims (${old} becomes ${fresh}). The claims of a StatefulSet cannot be changed: the operator would try for ever.`,
        traffic: "none",
        blocks: true,
        claimsOf: [ref.name],
      },
    ];
  }
  return [{ message: `${because(before, after)}${rolls}`, traffic: "down" }];
}

/** `spec.replicas 1 becomes 2. `: why pods restart. */
function because(before: RawMap | undefined, after: RawMap | undefined): string {
  const messages = fieldChanges(mapAt(before, "spec"), mapAt(after, "spec")).map(describeField);
  return messages.length === 0 ? "" : `${listText(messages, mostFields, "; ")}. `;
}

const mostFields = 3;

/** What a ServerConfig's claims look like, by its name on the cluster: out of what changes, or out of what stays. */
function claimOf(name: unknown, { inventory, cluster, changes }: EffectContext): string | undefined {
  const changed = changes.find(
    (change) => change.ref.kind === "ServerConfig" && change.cluster === cluster.name && change.ref.name === name,
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
    for (const [config, effective] of serverConfigsOf(inventory.platform, tenant)) {
      if (serverConfigPlace(pattern, seldon, tenant.name, config).name !== name) continue;
      const storage = modelStorageOf(effective, cluster);
      return `${modelsVolume(effective.server)} ${storage.size} ${storage.class}`;
    }
  }
  return undefined;
}

export function serverConfigEffects(
  { verb, before, after, cluster, tenant, ref }: Change,
  { inventory, cluster: entry }: EffectContext,
): readonly EffectDescription[] {
  if (verb !== "change") return [];
  const pattern = patterns[entry.spec.seldon.pattern];
  const seldon = inventory.platform.spec.seldon.namespace;
  const users = entry.tenants
    .filter((candidate) => candidate.name === tenant && isServing(entry, candidate))
    .flatMap(({ name, spec }) =>
      Object.entries(spec.servers)
        .filter(([, item]) => serverConfigPlace(pattern, seldon, name, configNameOf(item) ?? "").name === ref.name)
        .map(([serverName]) => serverName),
    );
  if (users.length === 0) return [{ message: "No Server runs with it.", traffic: "none" }];
  const whose = `It is used by ${users.join(", ")} of ${tenant} on ${cluster}.`;
  const volumes = (object: RawMap | undefined): unknown => valueAt(object, ["spec", "volumeClaimTemplates"]);
  if (isDeepStrictEqual(volumes(before), volumes(after)))
    return [{ message: `${because(before, after)}${rolls} ${whose}`, traffic: "down" }];
  return [
    {
      message: `The volume claims of a StatefulSet cannot be changed: the operator would try for ever, and never get to anything else of that Server. ${whose}`,
      traffic: "none",
      blocks: true,
      claimsOf: users,
    },
  ];
}

export function seldonRuntimeEffects({ verb, before, after }: Change): readonly EffectDescription[] {
  if (verb === "create") return [{ message: "A scheduler and an Envoy start.", traffic: "none" }];
  if (verb === "delete") {
    return [
      {
        message:
          "Scheduler and Envoy stop. It goes only when no Server is left in its namespace, and while its operator runs; the scheduler's volume claim stays behind.",
        traffic: "down",
      },
    ];
  }
  return [{ message: `${because(before, after)}${runtimeRestarts}`, traffic: "brief" }];
}

/** Argo CD leaves the number alone that autoscaling gave, so bounds that close in on it need a hand. */
function narrowed(
  { before, after, ref }: Change,
  plural: "models" | "servers",
): readonly EffectDescription[] | undefined {
  const count = (object: RawMap | undefined, ...fields: readonly string[]): number | undefined =>
    fields.map((field) => valueAt(object, ["spec", field])).find((value) => typeof value === "number");
  const [least, most] = [count(after, "minReplicas"), count(after, "maxReplicas")];
  const below = least !== undefined && least > (count(before, "minReplicas", "replicas") ?? 1);
  const above = most !== undefined && most < (count(before, "maxReplicas", "replicas") ?? 1);
  if (!below && !above) return undefined;
  return [
    {
      message:
        "The number that it runs with is autoscaling's, and git does not change it. Where it lies outside of the new bounds the operator refuses it, until it is scaled into them.",
      traffic: "none",
      command: `kubectl scale ${plural}/${ref.name} --namespace ${ref.namespace} --replicas ${below ? least : most}`,
    },
  ];
}

export function modelEffects(change: Change): readonly EffectDescription[] {
  const { verb, before, after } = change;
  if (verb === "create") return [{ message: "It loads.", traffic: "none" }];
  if (verb === "delete") return [{ message: "It is unloaded, and cannot be called.", traffic: "down" }];
  const fields = changedFields(before, after);
  if (fields.length === 0) return [];
  if (fields.every((field) => ["replicas", "minReplicas", "maxReplicas"].includes(field)))
    return narrowed(change, "models") ?? [{ message: "It scales.", traffic: "none" }];
  return [
    {
      message: `A new version loads beside the old one, which answers until then (${fields.join(", ")}). Its Server needs the memory of both.`,
      traffic: "none",
    },
  ];
}

export function pipelineEffects({ verb, before, after }: Change): readonly EffectDescription[] {
  if (verb === "delete") return [{ message: "It stops, and cannot be called.", traffic: "down" }];
  if (verb === "create" || changedFields(before, after).length === 0) return [];
  return [
    { message: "A new version takes over; what is under way in Kafka may be answered by either.", traffic: "brief" },
  ];
}

export function experimentEffects({ verb, before, after }: Change): readonly EffectDescription[] {
  if (verb === "create") return [{ message: `It splits traffic: ${split(after)}.`, traffic: "none" }];
  if (verb === "delete")
    return [
      {
        message: "Its own endpoint is gone; its default answers for itself again, for as long as it is there.",
        traffic: "down",
      },
    ];
  if (split(before) === split(after)) return [];
  return [
    { message: `Traffic moves at once: ${split(before)} becomes ${split(after)}.`, traffic: "none", risk: "medium" },
  ];
}

function split(object: RawMap | undefined): string {
  return listAt(object, "spec", "candidates")
    .map((candidate) => `${valueAt(candidate, ["name"])} ${valueAt(candidate, ["weight"])}`)
    .join(", ");
}
