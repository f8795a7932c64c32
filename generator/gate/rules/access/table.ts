import type { Rule } from "../rule.ts";

/** Who may do what. */
export const access = [] as const satisfies readonly Rule[];
