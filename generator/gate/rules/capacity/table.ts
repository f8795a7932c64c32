import type { Rule } from "../rule.ts";

/** Quotas, limits, and what there is to share. */
export const capacity = [] as const satisfies readonly Rule[];
