import type { Code, Diagnostic } from "./diagnostic.ts";
import { type Example, validExample } from "./example.ts";

/** What a code stands for: one sentence, and what `tenantry explain` says beyond it. */
export interface CatalogueEntry {
  readonly summary: string;
  readonly severity: Diagnostic["severity"];
  /** What happens at run time, and why nothing else says so. */
  readonly why: string;
  readonly fix: string;
  /** Input that it is found in, and the same fixed. */
  readonly example?: { readonly invalid: string; readonly valid: string };
  /** Names of the policies by which a cluster's API server refuses it too. */
  readonly policies?: readonly string[];
  /** Why no waiver is taken for it; nothing where one is. */
  readonly notWaived?: string;
}

/** An entry as it is written down, with an example that may say only what makes it right. */
export type WrittenEntry = Omit<CatalogueEntry, "example"> & { readonly example?: Example };

/** The entry with its example in full. */
export function fullEntry({ example, ...entry }: WrittenEntry): CatalogueEntry {
  return example === undefined
    ? entry
    : { ...entry, example: { invalid: example.invalid, valid: validExample(example) } };
}

/** Every code that there is. */
export type Catalogue = ReadonlyMap<Code, CatalogueEntry>;

/** A finding that somebody answers for until a day. */
export interface WaivedFinding {
  readonly diagnostic: Diagnostic;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}
