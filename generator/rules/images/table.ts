import type { Rule } from "../rule.ts";
import { digest } from "./digest.ts";
import { malformed } from "./malformed.ts";
import { missing } from "./missing.ts";
import { registry } from "./registry.ts";
import { tag } from "./tag.ts";

/** Where images come from. */
export const images = [digest, malformed, registry, tag, missing] as const satisfies readonly Rule[];
