import type { Pattern } from "./pattern.ts";
import { standard } from "./standard.ts";

/** Every pattern that a cluster can name. */
export const patterns: Readonly<Record<Pattern["name"], Pattern>> = { standard };
