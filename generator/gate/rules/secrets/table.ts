import type { Rule } from "../rule.ts";

/** Secrets, and everything else that is named and has to be delivered. */
export const secrets = [] as const satisfies readonly Rule[];
