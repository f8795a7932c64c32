import type { Base } from "../load/base.ts";
import { platformFile } from "../load/input-files.ts";
import { readObject } from "../models/read-object.ts";
import { valueAt } from "../validate/merge.ts";
import { sampleRepository } from "../validate/sample.ts";

/**
 * Whether what is merged is the sample, which runs nowhere and has nobody to protect. The branch's newest commit has to say
 * so too: once it names another repository, no older commit that somebody branches off counts.
 */
export async function sampleIn(base: Base): Promise<"merged" | "gone" | "unknown"> {
  const texts = await base.merged(platformFile);
  if (texts.length === 0) return "unknown";
  return texts.every((text) => text?.includes(sampleRepository) === true && namesSample(text)) ? "merged" : "gone";
}

function namesSample(platform: string): boolean {
  return valueAt(readObject(platform), ["spec", "repository", "url"]) === sampleRepository;
}
