import type { Rule } from "../rule.ts";

/** Where images come from. */
export const images = [] as const satisfies readonly Rule[];
