/**
 * A Server, as the scheduler sees it (Seldon Core 2.9.1). The scheduler places a whole Model on one Server that offers every
 * requirement by exact name, has at least as many replicas, and has the memory on each of them, with the agent's overcommit.
 */
export interface ServerCapacity {
  readonly name: string;
  /** Undefined if unknown: then the Server may offer everything. */
  readonly capabilities: readonly string[] | undefined;
  /** The most replicas that it can have. */
  readonly replicas: number;
  /** Bytes of one replica, overcommit included. Undefined if unknown. */
  readonly memory: bigint | undefined;
  /** How many copies of a model one replica loads. */
  readonly workers: number;
}

export interface ModelNeed {
  readonly name: string;
  readonly requirements: readonly string[];
  /** The only Server that it accepts. */
  readonly server: string | undefined;
  /** Replicas that are enough at the start. */
  readonly replicas: number;
  /** Bytes of one copy. 0 always fits. */
  readonly memory: bigint;
}

type Obstacle =
  | { readonly kind: "another-server" }
  | { readonly kind: "requirements"; readonly missing: readonly string[] }
  | { readonly kind: "replicas"; readonly has: number; readonly needs: number }
  | { readonly kind: "memory"; readonly has: bigint; readonly needs: bigint };

export interface Placement {
  readonly model: ModelNeed;
  /** Servers that could load it if it were the only Model. */
  readonly on: readonly string[];
  /** The first obstacle that the scheduler finds on each other Server. */
  readonly not: ReadonlyMap<string, Obstacle>;
}

interface IndexedOffer {
  readonly offer: ServerCapacity;
  readonly offered: ReadonlySet<string> | undefined;
}

/** The Servers that can load each Model, regardless of the others. Names of Servers are unique. */
export function placements(servers: readonly ServerCapacity[], models: readonly ModelNeed[]): readonly Placement[] {
  const offers = servers.map((offer) => ({
    offer,
    offered:
      offer.capabilities === undefined ? undefined : new Set(offer.capabilities.map((capability) => capability.trim())),
  }));
  return models.map((model) => {
    const on: string[] = [];
    const not = new Map<string, Obstacle>();
    for (const item of offers) {
      const obstacle = obstacleOf(item, model);
      if (obstacle === undefined) on.push(item.offer.name);
      else not.set(item.offer.name, obstacle);
    }
    return { model, on, not };
  });
}

const anotherServer: Obstacle = { kind: "another-server" };

function obstacleOf({ offer, offered }: IndexedOffer, model: ModelNeed): Obstacle | undefined {
  if (model.server !== undefined && model.server !== offer.name) return anotherServer;
  const missing =
    offered === undefined ? [] : model.requirements.filter((requirement) => !offered.has(requirement.trim()));
  if (missing.length > 0) return { kind: "requirements", missing };
  if (model.replicas > offer.replicas) return { kind: "replicas", has: offer.replicas, needs: model.replicas };
  const needs = model.memory * BigInt(offer.workers);
  if (offer.memory !== undefined && needs > offer.memory) return { kind: "memory", has: offer.memory, needs };
  return undefined;
}
