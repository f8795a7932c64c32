import type { Outcome } from "../diagnostics/outcome.ts";
import { loadRepository } from "../load/load-repository.ts";
import type { Inventory } from "../validate/inventory.ts";
import { validateInventory } from "../validate/validate-inventory.ts";

/** Reads and validates the input files. Returns the inventory, or all errors. */
export function readInventory(root: string): Outcome<Inventory> {
  const documents = loadRepository(root);
  return documents.ok ? validateInventory(documents.value) : documents;
}
