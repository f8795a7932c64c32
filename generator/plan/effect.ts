import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import type { Change } from "./change.ts";

/** The impact on requests: none, some may fail for seconds, or a model cannot be called. */
export type Traffic = "none" | "brief" | "down";

/** The effect of a change on running workloads, beyond being applied. */
export interface Effect {
  readonly about: string;
  readonly kind: string;
  readonly cluster: string;
  readonly tenant: string | undefined;
  readonly message: string;
  readonly traffic: Traffic;
  /** The change is impossible: Kubernetes or Seldon rejects every attempt. */
  readonly blocks?: true;
  /** Servers whose volume claims would have to change, which a StatefulSet does not allow. */
  readonly claimsOf?: readonly string[];
  /** A command that a person has to run. */
  readonly command?: string;
  /** The risk of an unintended change, beyond the impact on requests. */
  readonly risk?: "medium" | "high";
  /** The effect concerns new pods, not running ones. */
  readonly podSecurity?: true;
  /** The effect names a tenant that gains or loses the cluster. */
  readonly placement?: true;
}

export interface EffectContext {
  readonly inventory: Inventory;
  readonly cluster: ClusterEntry;
  readonly changes: readonly Change[];
}

/** The part of an effect that its rule knows. Its command is without `kubectl` and its context. */
export type EffectDescription = Omit<Effect, "about" | "kind" | "cluster" | "tenant">;
/** Returns the effects of a change to one kind: none where the change is only applied. */
export type EffectRule = (change: Change, context: EffectContext) => readonly EffectDescription[];
