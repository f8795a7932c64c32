import type { CheckRule } from "../rule.ts";
import { imagesDigest } from "./digest.ts";
import { imagesMalformed } from "./malformed.ts";
import { imagesMissing } from "./missing.ts";
import { imagesRegistry } from "./registry.ts";
import { imagesTag } from "./tag.ts";

/** Rules about the images of containers and volumes. */
export const imageRules = [
  imagesDigest,
  imagesMalformed,
  imagesRegistry,
  imagesTag,
  imagesMissing,
] as const satisfies readonly CheckRule[];
