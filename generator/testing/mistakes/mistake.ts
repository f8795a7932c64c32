import type { Code } from "../../diagnostics/diagnostic.ts";

/** One slip of somebody who edits a file that was right, and all that is said of it. */
export interface MistakeCase {
  readonly name: string;
  /** The file that is edited; the tenant's where left out. */
  readonly file?: string;
  /**
   * What stood there once, and what stands there now. «…» in it is the place of a finding: exactly what is underlined. An
   * edit from nothing replaces the whole file.
   */
  readonly edits: readonly Edit[];
  /** Every finding, in the order of the report. */
  readonly found: readonly Expected[];
}

type Edit = readonly [from: string, to: string];

interface Expected {
  readonly code: Code;
  readonly message: string;
  readonly hint?: string;
  /** `file:line:column`, or `line:column` of the edited file, where it is at no mark. */
  readonly at?: string;
}
