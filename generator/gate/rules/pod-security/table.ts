import type { Rule } from "../rule.ts";

/** What a namespace's pod security level would refuse. */
export const podSecurity = [] as const satisfies readonly Rule[];
