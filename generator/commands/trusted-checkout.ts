import { loadRepository } from "../load/load-repository.ts";
import { validateInventory } from "../validate/validate-inventory.ts";

export const trustedOption =
  "a checkout of the main branch, for a working tree that nobody trusts: it says which branch that is";

/** What a checkout of the main branch says; nothing of it where its files cannot be understood. */
export interface TrustedCheckout {
  /** The main branch, fully qualified. */
  readonly branch: string | undefined;
  /** The platform's GitHub team. */
  readonly platformTeam: string | undefined;
}

/** @param folder A checkout of the main branch, beside the one with the proposal. */
export function readTrusted(folder: string): TrustedCheckout {
  const documents = loadRepository(folder);
  const validated = documents.ok ? validateInventory(documents.value) : documents;
  if (!validated.ok) return { branch: undefined, platformTeam: undefined };
  const { repository, owner } = validated.value.platform.spec;
  return { branch: repository.revision, platformTeam: owner.github };
}
