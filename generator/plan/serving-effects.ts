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

const immutableClaims = "The volume claims of a StatefulSet are immutable: the operator would retry indefinitely";
const stops = "A pod has 120 s to release its models and stop.";
const rolls =
  "Its pods restart one after the other. With one replica, its models are unavailable from the moment the old pod stops until the new pod has loaded them. With more replicas, the others answer meanwhile.";
export const runtimeRestarts =
  "Envoy starts its new pod before the old one stops. The scheduler restarts and places no new models until all Servers have reported, for at most 600 s. Loaded models answer meanwhile.";

export function serverEffects(change: Change, context: EffectContext): readonly EffectDescription[] {
  const { verb, before, after, ref } = change;
  const { changes, cluster } = context;
  if (verb === "create")
    return [{ message: "The Server starts, and its models load as soon as it is ready.", traffic: "none" }];
  if (verb === "delete")
    return [{ message: `The Server stops, and the models on it cannot be called. ${stops}`, traffic: "down" }];
  const fields = changedFields(before, after);
  if (fields.every((field) => ["replicas", "minReplicas", "maxReplicas"].includes(field)))
    return (
      narrowed(change, "servers") ?? [
        { message: "The Server scales. Replicas release their models before they stop.", traffic: "none" },
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
          "Its ServerConfig moves with the same content, so its pods do not change. Until the operator finds the ServerConfig in its new place, the operator reports an error and changes nothing.",
        traffic: "none",
      },
    ];
  }
  const [old, fresh] = [before, after].map((object) => claimOf(valueAt(object, ["spec", "serverConfig"]), context));
  if (old !== undefined && fresh !== undefined && old !== fresh) {
    return [
      {
        message: `Its new ServerConfig has other volume claims (${old} → ${fresh}). ${immutableClaims}.`,
        traffic: "none",
        blocks: true,
        claimsOf: [ref.name],
      },
    ];
  }
  return [{ message: `${describeCause(before, after)}${rolls}`, traffic: "down" }];
}

/** The field changes that restart pods: `spec.replicas: 1 → 2. `. */
function describeCause(before: RawMap | undefined, after: RawMap | undefined): string {
  const messages = fieldChanges(mapAt(before, "spec"), mapAt(after, "spec")).map(describeField);
  return messages.length === 0 ? "" : `${listText(messages, mostFields, "; ")}. `;
}

const mostFields = 3;

/** The claim template of a ServerConfig, by its name on the cluster: from a changed object, or from the inventory. */
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
  if (users.length === 0) return [{ message: "No Server uses this ServerConfig.", traffic: "none" }];
  const whose = `Used by ${users.join(", ")} of ${tenant} on ${cluster}.`;
  const volumes = (object: RawMap | undefined): unknown => valueAt(object, ["spec", "volumeClaimTemplates"]);
  if (isDeepStrictEqual(volumes(before), volumes(after)))
    return [{ message: `${describeCause(before, after)}${rolls} ${whose}`, traffic: "down" }];
  return [
    {
      message: `${immutableClaims}, and would never apply other changes to that Server. ${whose}`,
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
          "Scheduler and Envoy stop. The SeldonRuntime is deleted only when no Server is left in its namespace, and only while its operator runs. The scheduler's volume claim stays in the cluster.",
        traffic: "down",
      },
    ];
  }
  return [{ message: `${describeCause(before, after)}${runtimeRestarts}`, traffic: "brief" }];
}

/** Argo CD ignores the replica count that autoscaling sets, so narrower bounds need a manual step. */
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
        "Autoscaling sets the replica count, and git does not change it. If the count is outside the new bounds, the operator rejects the object until you scale it into the bounds.",
      traffic: "none",
      command: `kubectl scale ${plural}/${ref.name} --namespace ${ref.namespace} --replicas ${below ? least : most}`,
    },
  ];
}

export function modelEffects(change: Change): readonly EffectDescription[] {
  const { verb, before, after } = change;
  if (verb === "create") return [{ message: "The model loads.", traffic: "none" }];
  if (verb === "delete") return [{ message: "The model is unloaded and cannot be called.", traffic: "down" }];
  const fields = changedFields(before, after);
  if (fields.length === 0) return [];
  if (fields.every((field) => ["replicas", "minReplicas", "maxReplicas"].includes(field)))
    return narrowed(change, "models") ?? [{ message: "The model scales.", traffic: "none" }];
  return [
    {
      message: `A new version loads while the old one answers (${fields.join(", ")}). The Server needs the memory of both.`,
      traffic: "none",
    },
  ];
}

export function pipelineEffects({ verb, before, after }: Change): readonly EffectDescription[] {
  if (verb === "delete") return [{ message: "The pipeline stops and cannot be called.", traffic: "down" }];
  if (verb === "create" || changedFields(before, after).length === 0) return [];
  return [
    {
      message: "A new version takes over. Either version may answer requests that are already in Kafka.",
      traffic: "brief",
    },
  ];
}

export function experimentEffects({ verb, before, after }: Change): readonly EffectDescription[] {
  if (verb === "create") return [{ message: `The experiment splits traffic: ${split(after)}.`, traffic: "none" }];
  if (verb === "delete")
    return [
      {
        message:
          "The experiment's endpoint is removed. Its default model answers its own requests again, as long as that model exists.",
        traffic: "down",
      },
    ];
  if (split(before) === split(after)) return [];
  return [{ message: `Traffic shifts at once: ${split(before)} → ${split(after)}.`, traffic: "none", risk: "medium" }];
}

function split(object: RawMap | undefined): string {
  return listAt(object, "spec", "candidates")
    .map((candidate) => `${valueAt(candidate, ["name"])} ${valueAt(candidate, ["weight"])}`)
    .join(", ");
}
