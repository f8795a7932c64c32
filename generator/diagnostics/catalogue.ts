import type { Code, Diagnostic } from "./diagnostic.ts";
import { type Example, rightOf } from "./example.ts";

/** What a code stands for: one sentence, and what `tenantry explain` says beyond it. */
export interface Entry {
  readonly summary: string;
  readonly severity: Diagnostic["severity"];
  /** What happens at run time, and why nothing else says so. */
  readonly why: string;
  readonly mend: string;
  /** Input that it is found in, and the same mended. */
  readonly example?: { readonly wrong: string; readonly right: string };
  /** Names of the policies by which a cluster's API server refuses it too. */
  readonly policies?: readonly string[];
  /** Why no waiver is taken for it; nothing where one is. */
  readonly notWaived?: string;
}

/** An entry as it is written down, with an example that may say only what makes it right. */
export type WrittenEntry = Omit<Entry, "example"> & { readonly example?: Example };

/** The entry with its example in full. */
export function inFull({ example, ...entry }: WrittenEntry): Entry {
  return example === undefined ? entry : { ...entry, example: { wrong: example.wrong, right: rightOf(example) } };
}

/** Every code that there is. */
export type Catalogue = ReadonlyMap<Code, Entry>;

/** A finding that somebody answers for until a day. */
export interface Waived {
  readonly diagnostic: Diagnostic;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}
