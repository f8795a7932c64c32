import type { Rule } from "../rule.ts";
import { namespaceByName } from "./namespace-by-name.ts";

/** Who reaches whom. */
export const network = [namespaceByName] as const satisfies readonly Rule[];
