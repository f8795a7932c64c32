/**
 * The scheduler's own decisions (Seldon Core 2.9.1): a Model goes whole to one Server that offers every requirement by
 * exact name, has at least as many replicas, and on each of them the memory, with the agent's overcommit.
 */
export interface ServerOffer {
  readonly name: string;
  /** Nothing where nobody says: then everything may be offered. */
  readonly capabilities: readonly string[] | undefined;
  readonly replicas: number;
  /** Bytes of one replica, overcommit included; nothing where nobody says. */
  readonly memory: bigint | undefined;
  /** How many copies of a model one replica holds. */
  readonly workers: number;
}

export interface ModelNeed {
  readonly name: string;
  readonly requirements: readonly string[];
  /** The only Server that it wants. */
  readonly server: string | undefined;
  readonly replicas: number;
  /** Replicas that are enough to begin with, where it says so. */
  readonly minReplicas: number | undefined;
  /** Bytes of one copy; 0 always fits. */
  readonly memory: bigint;
}

type Obstacle =
  | { readonly kind: "another-server" }
  | { readonly kind: "requirements"; readonly missing: readonly string[] }
  | { readonly kind: "replicas"; readonly has: number; readonly needs: number }
  | { readonly kind: "memory"; readonly has: bigint; readonly needs: bigint };

export interface Placement {
  readonly model: ModelNeed;
  /** Servers that it could land on. */
  readonly on: readonly string[];
  /** Why not on the others, the first obstacle that the scheduler meets. */
  readonly not: ReadonlyMap<string, Obstacle>;
}

/** Where each Model can land, looked at alone. */
export function placements(servers: readonly ServerOffer[], models: readonly ModelNeed[]): readonly Placement[] {
  return models.map((model) => {
    const on: string[] = [];
    const not = new Map<string, Obstacle>();
    for (const server of servers) {
      const obstacle = obstacleOf(server, model);
      if (obstacle === undefined) on.push(server.name);
      else not.set(server.name, obstacle);
    }
    return { model, on, not };
  });
}

function obstacleOf(server: ServerOffer, model: ModelNeed): Obstacle | undefined {
  if (model.server !== undefined && model.server !== server.name) return { kind: "another-server" };
  const missing = model.requirements.filter((one) => server.capabilities?.includes(one.trim()) === false);
  if (missing.length > 0) return { kind: "requirements", missing };
  const needs = model.minReplicas ?? model.replicas;
  if (needs > server.replicas) return { kind: "replicas", has: server.replicas, needs };
  const bytes = model.memory * BigInt(server.workers);
  if (server.memory !== undefined && bytes > server.memory) return { kind: "memory", has: server.memory, needs: bytes };
  return undefined;
}

/** A Server that cannot hold the Models that have nowhere else to go, however they are spread over its replicas. */
export interface Overfull {
  readonly server: string;
  readonly models: readonly string[];
  /** Bytes of all replicas together. */
  readonly has: bigint;
  readonly needs: bigint;
}

export function overfull(servers: readonly ServerOffer[], placed: readonly Placement[]): readonly Overfull[] {
  const bound = Map.groupBy(
    placed.filter(({ on }) => on.length === 1),
    ({ on }) => on[0] ?? "",
  );
  return servers.flatMap(({ name, memory, replicas, workers }) => {
    const own = (bound.get(name) ?? []).map(({ model }) => model).filter((model) => model.memory > 0n);
    if (memory === undefined || own.length < 2) return [];
    const has = memory * BigInt(replicas);
    const needs = own.reduce((sum, model) => sum + model.memory * BigInt(workers * copiesOf(model)), 0n);
    return needs > has ? [{ server: name, models: own.map((model) => model.name), has, needs }] : [];
  });
}

function copiesOf({ replicas, minReplicas }: ModelNeed): number {
  return minReplicas ?? replicas;
}
