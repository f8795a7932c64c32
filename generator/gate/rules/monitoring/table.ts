import type { Rule } from "../rule.ts";

/** Monitors, rules and alerts. */
export const monitoring = [] as const satisfies readonly Rule[];
