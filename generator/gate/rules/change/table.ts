import type { Rule } from "../rule.ts";

/** What a change does: from what is merged to what is proposed. */
export const change = [] as const satisfies readonly Rule[];
