/**
 * The scheduler's own decisions (Seldon Core 2.9.1): a Model goes whole to one Server that offers every requirement by
 * exact name, has at least as many replicas, and on each of them the memory, with the agent's overcommit.
 */
export interface ServerOffer {
  readonly name: string;
  /** Nothing where nobody says: then everything may be offered. */
  readonly capabilities: readonly string[] | undefined;
  /** The most that it can come to have. */
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
  /** Replicas that are enough to begin with. */
  readonly replicas: number;
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
  /** Servers that it could land on, were it alone. */
  readonly on: readonly string[];
  /** Why not on the others, the first obstacle that the scheduler meets. */
  readonly not: ReadonlyMap<string, Obstacle>;
}

interface Known {
  readonly offer: ServerOffer;
  readonly offered: ReadonlySet<string> | undefined;
}

/** Where each Model can land, looked at alone. No two Servers have one name. */
export function placements(servers: readonly ServerOffer[], models: readonly ModelNeed[]): readonly Placement[] {
  const known = servers.map((offer) => ({
    offer,
    offered:
      offer.capabilities === undefined ? undefined : new Set(offer.capabilities.map((capability) => capability.trim())),
  }));
  return models.map((model) => {
    const on: string[] = [];
    const not = new Map<string, Obstacle>();
    for (const item of known) {
      const obstacle = obstacleOf(item, model);
      if (obstacle === undefined) on.push(item.offer.name);
      else not.set(item.offer.name, obstacle);
    }
    return { model, on, not };
  });
}

const anotherServer: Obstacle = { kind: "another-server" };

function obstacleOf({ offer, offered }: Known, model: ModelNeed): Obstacle | undefined {
  if (model.server !== undefined && model.server !== offer.name) return anotherServer;
  const missing =
    offered === undefined ? [] : model.requirements.filter((requirement) => !offered.has(requirement.trim()));
  if (missing.length > 0) return { kind: "requirements", missing };
  if (model.replicas > offer.replicas) return { kind: "replicas", has: offer.replicas, needs: model.replicas };
  const needs = model.memory * BigInt(offer.workers);
  if (offer.memory !== undefined && needs > offer.memory) return { kind: "memory", has: offer.memory, needs };
  return undefined;
}
