import { loadRepository } from "../load/load-repository.ts";
import { validateInventory } from "../validate/validate-inventory.ts";

export const trustedOption =
  "a checkout of the main branch, whose files name the branch to compare with (required if the working tree is untrusted)";

/** Facts from a checkout of the main branch. Undefined if its input files are invalid. */
export interface TrustedCheckout {
  readonly folder: string;
  /** The main branch, fully qualified. */
  readonly branch: string | undefined;
  /** The platform's GitHub team. */
  readonly platformTeam: string | undefined;
}

/** @param folder A checkout of the main branch, separate from the one with the proposal. */
export function readTrusted(folder: string): TrustedCheckout {
  const documents = loadRepository(folder);
  const validated = documents.ok ? validateInventory(documents.value) : documents;
  if (!validated.ok) return { folder, branch: undefined, platformTeam: undefined };
  const { repository, owner } = validated.value.platform.spec;
  return { folder, branch: repository.revision, platformTeam: owner.github };
}
