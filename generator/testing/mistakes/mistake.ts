import type { Code } from "../../diagnostics/diagnostic.ts";

/** One mistake of a user who edits a valid file, and all of its findings. */
export interface MistakeCase {
  readonly name: string;
  /** The edited file. Without it, the tenant file. */
  readonly file?: string;
  /**
   * The text before, which must occur exactly once, and the text after. «…» in the text after marks the place of a finding:
   * exactly the underlined text. An edit with an empty text before replaces the whole file.
   */
  readonly edits: readonly Edit[];
  /** Files that are written before the edits, by path. */
  readonly others?: Readonly<Record<string, string>>;
  /** Every finding, in the order of the report. */
  readonly found: readonly Expected[];
}

type Edit = readonly [from: string, to: string];

interface Expected {
  readonly code: Code;
  readonly message: string;
  readonly hint?: string;
  /** `file:line:column`, or `line:column` of the edited file, for a finding without a mark. */
  readonly at?: string;
}
