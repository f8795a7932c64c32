import type { Rule } from "../rule.ts";

/** What Seldon Core accepts and then fails on. */
export const seldon = [] as const satisfies readonly Rule[];
