import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import type { Change } from "./change.ts";

/** What requests notice: nothing, seconds in which some may fail, or a model that cannot be called. */
export type Traffic = "none" | "brief" | "down";

/** What a change does to what runs, beside being applied. */
export interface Effect {
  readonly about: string;
  readonly kind: string;
  readonly cluster: string;
  readonly tenant: string | undefined;
  readonly message: string;
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

export interface EffectContext {
  readonly inventory: Inventory;
  readonly cluster: ClusterEntry;
  readonly changes: readonly Change[];
}

export type EffectDescription = Omit<Effect, "about" | "kind" | "cluster" | "tenant">;
/** What a change of one kind does; nothing where it does nothing beside being applied. */
export type EffectRule = (change: Change, context: EffectContext) => readonly EffectDescription[];
