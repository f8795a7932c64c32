import { scalersOf, targetKey } from "../../evaluate/capacity/autoscaling.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { serverConfigOf } from "../../evaluate/manifests/pods.ts";
import { amountAt, listAt, numberAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { type ModelNeed, type Placement, placements, type ServerCapacity } from "../../evaluate/seldon/placement.ts";
import { memoize } from "../../load/memoize.ts";
import { modelKind, serverKind } from "../../models/kinds.ts";
import type { InferenceServer } from "../../models/seldon/servers/inference-server.ts";
import { inferenceServers } from "../../models/seldon/servers/table.ts";
import { isMap, valueAt } from "../../validate/merge.ts";

/** Containers that a ServerConfig must have in addition to the inference server. */
export const agentContainers = ["rclone", "agent"] as const;

/** The types of inference servers that a manifest set may use. The container of each has the name of its type. */
export function inferenceServersOf({ seldonKnown }: ManifestSet): readonly InferenceServer[] {
  return seldonKnown.servers;
}

/** The types that are known everywhere, as texts list them: `mlserver or triton`. */
export const inferenceServerNames = inferenceServers.map(({ name }) => name).join(" or ");

const billion = 1_000_000_000n;

/** The capabilities and capacity that a Server offers its Models, as its agents would report them. */
function offerOf(manifestSet: ManifestSet, server: Manifest): ServerCapacity {
  const config = serverConfigOf(manifestSet, server);
  const agent = containerIn(config, "agent");
  const [container] = inferenceServersOf(manifestSet).flatMap(({ name, workersVariable }) => {
    const found = containerIn(config, name);
    return found === undefined ? [] : [{ name, workersVariable, found }];
  });
  const override = listAt(server.object, "spec", "podSpec", "containers").find(
    (candidate) => textAt(candidate, "name") === container?.name,
  );
  const request =
    amountAt(override, "resources", "requests", "memory") ??
    amountAt(container?.found, "resources", "requests", "memory");
  const overcommit = BigInt(Math.trunc(numberIn(agent, "SELDON_OVERCOMMIT_PERCENTAGE") ?? 10));
  return {
    name: server.name,
    capabilities: capabilitiesOf(server, agent),
    replicas: mostReplicas(manifestSet, server),
    memory: request === undefined ? undefined : request / billion + ((request / billion) * overcommit) / 100n,
    workers: Math.max(1, Math.trunc(numberIn(container?.found, container?.workersVariable) ?? 1)),
  };
}

/** The most replicas that Seldon or an autoscaler can set. The operator replaces 0 by the allowed minimum, or by 1. */
function mostReplicas(manifestSet: ManifestSet, server: Manifest): number {
  const scaler = scalersOf(manifestSet).get(targetKey(server.namespace ?? "", server));
  const counts = ["replicas", "minReplicas", "maxReplicas"].map((field) => countAt(server.object, field) ?? 1);
  return Math.max(...counts, countIn(scaler?.max) ?? 1);
}

function countAt(object: unknown, field: string): number | undefined {
  return countIn(numberAt(object, "spec", field));
}

function countIn(found: number | undefined): number | undefined {
  return found !== undefined && Number.isSafeInteger(found) && found > 0 ? found : undefined;
}

/** The Server's own list replaces the ServerConfig's, and then `extraCapabilities` is ignored. */
function capabilitiesOf(server: Manifest, agent: unknown): readonly string[] | undefined {
  const capabilities = textsAt(server.object, "spec", "capabilities");
  if (capabilities.length > 0) return capabilities.map((value) => value.trim());
  const text = environmentOf(agent, "SELDON_SERVER_CAPABILITIES");
  if (text === undefined) return undefined;
  return [...text.split(","), ...textsAt(server.object, "spec", "extraCapabilities")].map((part) => part.trim());
}

function needOf({ name, object }: Manifest): ModelNeed {
  const type = textAt(object, "spec", "modelType");
  const explains = isMap(valueAt(object, ["spec", "explainer"]));
  return {
    name,
    requirements: [
      ...textsAt(object, "spec", "requirements"),
      ...(type === undefined || type === "" ? [] : [type]),
      ...(explains ? ["alibi-explain"] : []),
    ],
    server: textAt(object, "spec", "server"),
    replicas: countAt(object, "minReplicas") ?? countAt(object, "replicas") ?? 1,
    memory: (amountAt(object, "spec", "memory") ?? 0n) / billion,
  };
}

/** The Servers of a namespace, and where its Models can be placed. */
export interface NamespacePlacements {
  readonly offers: readonly ServerCapacity[];
  readonly models: ReadonlyMap<string, Placement>;
}

/** By namespace. Namespaces that cannot have a known Server are left out: their Server may already be on the cluster. */
export const placementsByNamespace = memoize((manifestSet: ManifestSet): ReadonlyMap<string, NamespacePlacements> => {
  const open = manifestSet.context.folder !== undefined;
  const models = Map.groupBy(manifestSet.of(modelKind), ({ namespace }) => namespace ?? "");
  const servers = Map.groupBy(manifestSet.everywhere().of(serverKind), ({ namespace }) => namespace ?? "");
  const all = [...servers.values()].flat();
  const near = (namespace: string): readonly Manifest[] => {
    if (!open) return servers.get(namespace) ?? [];
    return namespace === "" ? all : [...(servers.get(namespace) ?? []), ...(servers.get("") ?? [])];
  };
  return new Map(
    [...new Set([...models.keys(), ...servers.keys()])].flatMap((namespace) => {
      const offers = near(namespace).map((server) => offerOf(manifestSet, server));
      if (offers.length === 0) return [];
      const needs = (models.get(namespace) ?? []).map(needOf);
      return [
        [
          namespace,
          { offers, models: new Map(placements(offers, needs).map((placement) => [placement.model.name, placement])) },
        ],
      ];
    }),
  );
});

/** Where a Model can be placed. Undefined if the Servers of its namespace are unknown. */
export function placementOf(manifestSet: ManifestSet, model: Manifest): Placement | undefined {
  return placementsByNamespace(manifestSet)
    .get(model.namespace ?? "")
    ?.models.get(model.name);
}

function containerIn(config: Manifest | undefined, name: string): unknown {
  return listAt(config?.object, "spec", "podSpec", "containers").find(
    (container) => textAt(container, "name") === name,
  );
}

function environmentOf(container: unknown, name: string): string | undefined {
  return textAt(
    listAt(container, "env").find((value) => textAt(value, "name") === name),
    "value",
  );
}

function numberIn(container: unknown, name: string | undefined): number | undefined {
  const text = name === undefined ? undefined : environmentOf(container, name);
  return text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}
