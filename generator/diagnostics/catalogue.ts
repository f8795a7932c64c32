import type { Code, Diagnostic } from "./diagnostic.ts";
import { type Example, validExample } from "./example.ts";

/** The meaning of a code: a summary of one sentence, and the details that `tenantry explain` shows. */
export interface CatalogueEntry {
  readonly summary: string;
  readonly severity: Diagnostic["severity"];
  /** The consequence at run time, and why no other tool reports it. */
  readonly why: string;
  readonly fix: string;
  /** Input with this fault, and the same input fixed. */
  readonly example?: { readonly invalid: string; readonly valid: string };
  /** Names of the policies with which a cluster's API server rejects it too. */
  readonly policies?: readonly string[];
  /** Why it cannot be waived. Undefined if it can. */
  readonly notWaived?: string;
}

/** Texts of one code's findings, by the fault. Each is a fragment: it begins in lower case, and has no final full stop. */
type Messages = Readonly<Record<string, (...values: never[]) => string>>;

/** An entry as written in a table, whose example may contain only the replacement that fixes it. */
export type WrittenEntry = Omit<CatalogueEntry, "example"> & {
  readonly example?: Example;
  readonly messages?: Messages;
  /** Hints that several findings of the code have. */
  readonly hints?: Readonly<Record<string, string>>;
};

/** The entry with its example in full, and without the texts of its findings. */
export function fullEntry({ example, messages, hints, ...entry }: WrittenEntry): CatalogueEntry {
  return example === undefined
    ? entry
    : { ...entry, example: { invalid: example.invalid, valid: validExample(example) } };
}

/** All codes with their entries. */
export type Catalogue = ReadonlyMap<Code, CatalogueEntry>;

/** A finding that its owner has accepted until an expiry date. */
export interface WaivedFinding {
  readonly diagnostic: Diagnostic;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}
