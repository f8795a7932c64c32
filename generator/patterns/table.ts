import type { PatternName } from "../validate/terms.ts";
import { dedicated } from "./dedicated.ts";
import { enhanced } from "./enhanced.ts";
import type { Pattern } from "./pattern.ts";
import { scoped } from "./scoped.ts";
import { standard } from "./standard.ts";

/** Every pattern that a cluster can name. */
export const patterns: Readonly<Record<PatternName, Pattern>> = { standard, scoped, enhanced, dedicated };
