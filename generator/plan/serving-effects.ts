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

const immutableClaims =
  "The volume claims of a StatefulSet are immutable, so Seldon's operator would retry the change indefinitely";
const stops = "A pod has 120 s to release its models and stop.";
const rolls =
  "The pods of the Server restart one after the other. If the Server has only one replica, the models answer no requests until the new pod has loaded them. If the Server has more than one replica, the other replicas answer requests during a restart.";

export function serverEffects(change: Change, context: EffectContext): readonly EffectDescription[] {
  const { verb, before, after, ref } = change;
  const { changes, cluster } = context;
  if (verb === "create")
    return [{ message: "The Server starts, and loads its models as soon as the Server is ready.", traffic: "none" }];
  if (verb === "delete")
    return [{ message: `The Server stops, and its models answer no requests. ${stops}`, traffic: "down" }];
  const fields = changedFields(before, after);
  if (fields.every((field) => ["replicas", "minReplicas", "maxReplicas"].includes(field)))
    return (
      replicaBoundEffects(change, "servers") ?? [
        { message: "The Server scales. Each replica releases its models before the replica stops.", traffic: "none" },
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
          "The ServerConfig of the Server moves with unchanged content, so the pods of the Server do not change. Until the operator finds the moved ServerConfig, the operator reports an error and changes nothing.",
        traffic: "none",
      },
    ];
  }
  const [old, fresh] = [before, after].map((object) => claimOf(valueAt(object, ["spec", "serverConfig"]), context));
  if (old !== undefined && fresh !== undefined && old !== fresh) {
    return [
      {
        message: `The new ServerConfig of the Server has other volume claims (${old} → ${fresh}). ${immutableClaims}.`,
        traffic: "none",
        blocks: true,
        claimsOf: [ref.name],
      },
    ];
  }
  return [{ message: `${describeCause(before, after)}${rolls}`, traffic: "down" }];
}

/** The field changes that cause an effect: `spec.replicas: 1 → 2. `. */
export function describeCause(before: RawMap | undefined, after: RawMap | undefined): string {
  const messages = fieldChanges(mapAt(before, "spec"), mapAt(after, "spec")).map(describeField);
  return messages.length === 0 ? "" : `${listText(messages, mostFields, "; ")}. `;
}

const mostFields = 3;

/** The claim template of a ServerConfig, by its name on the cluster: from a changed object, or from the inventory. */
function claimOf(name: unknown, { cluster, changes }: EffectContext): string | undefined {
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
  const seldon = cluster.platform.spec.seldon.namespace;
  for (const tenant of cluster.tenants) {
    for (const [config, effective] of serverConfigsOf(cluster.platform, tenant)) {
      if (serverConfigPlace(pattern, seldon, tenant.name, config).name !== name) continue;
      const storage = modelStorageOf(effective, cluster);
      return `${modelsVolume(effective.server)} ${storage.size} ${storage.class}`;
    }
  }
  return undefined;
}

export function serverConfigEffects(
  { verb, before, after, cluster, tenant, ref }: Change,
  { cluster: entry }: EffectContext,
): readonly EffectDescription[] {
  if (verb !== "change") return [];
  const pattern = patterns[entry.spec.seldon.pattern];
  const seldon = entry.platform.spec.seldon.namespace;
  const users = entry.tenants
    .filter((candidate) => candidate.name === tenant && isServing(entry, candidate))
    .flatMap(({ name, spec }) =>
      Object.entries(spec.servers)
        .filter(([, item]) => serverConfigPlace(pattern, seldon, name, configNameOf(item) ?? "").name === ref.name)
        .map(([serverName]) => serverName),
    );
  if (users.length === 0) return [{ message: "No Server uses this ServerConfig.", traffic: "none" }];
  const whose = `This ServerConfig is used by ${users.join(", ")} of ${tenant} on ${cluster}.`;
  const volumes = (object: RawMap | undefined): unknown => valueAt(object, ["spec", "volumeClaimTemplates"]);
  if (isDeepStrictEqual(volumes(before), volumes(after)))
    return [{ message: `${describeCause(before, after)}${rolls} ${whose}`, traffic: "down" }];
  return [
    {
      message: `${immutableClaims}. Seldon's operator would also apply no other change to the Server. ${whose}`,
      traffic: "none",
      blocks: true,
      claimsOf: users,
    },
  ];
}

/** Argo CD ignores the replica count that autoscaling sets, so narrower bounds need a manual step. */
function replicaBoundEffects(
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
        "The autoscaler, not git, sets the replica count. If the current replica count is outside the new bounds, Seldon's operator rejects the object until you scale the object to a count within the bounds.",
      traffic: "none",
      command: `scale ${plural}/${ref.name} --namespace ${ref.namespace} --replicas ${below ? least : most}`,
    },
  ];
}

export function modelEffects(change: Change): readonly EffectDescription[] {
  const { verb, before, after } = change;
  if (verb === "create") return [{ message: "The model loads.", traffic: "none" }];
  if (verb === "delete")
    return [{ message: "The Server unloads the model, and the model answers no requests.", traffic: "down" }];
  const fields = changedFields(before, after);
  if (fields.length === 0) return [];
  if (fields.every((field) => ["replicas", "minReplicas", "maxReplicas"].includes(field)))
    return replicaBoundEffects(change, "models") ?? [{ message: "The model scales.", traffic: "none" }];
  return [
    {
      message: `A new version of the model loads while the old version answers requests (${fields.join(", ")}). The Server needs enough memory for both versions.`,
      traffic: "none",
    },
  ];
}

export function pipelineEffects({ verb, before, after }: Change): readonly EffectDescription[] {
  if (verb === "delete") return [{ message: "The pipeline stops and answers no requests.", traffic: "down" }];
  if (verb === "create" || changedFields(before, after).length === 0) return [];
  return [
    {
      message:
        "A new version of the pipeline replaces the old version. The old or the new version can answer requests that are already in Kafka.",
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
          "Seldon removes the experiment's endpoint. If the default model of the experiment still exists, the default model answers its own requests again.",
        traffic: "down",
      },
    ];
  if (split(before) === split(after)) return [];
  return [
    {
      message: `The traffic split changes immediately: ${split(before)} → ${split(after)}.`,
      traffic: "none",
      risk: "medium",
    },
  ];
}

function split(object: RawMap | undefined): string {
  return listAt(object, "spec", "candidates")
    .map((candidate) => `${valueAt(candidate, ["name"])} ${valueAt(candidate, ["weight"])}`)
    .join(", ");
}
