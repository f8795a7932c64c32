import type { MergedBase } from "../load/base.ts";
import { platformFile } from "../load/input-files.ts";
import { readObject } from "../models/read-object.ts";
import { valueAt } from "../validate/merge.ts";
import { sampleRepository } from "../validate/sample.ts";

/**
 * Whether the merge base is the sample repository, which no cluster runs. The newest commit of the branch must be the sample
 * too: after it names another repository, a branch off an older commit does not count.
 */
export async function sampleState(base: MergedBase): Promise<"merged" | "gone" | "unknown"> {
  const texts = await base.merged(platformFile);
  if (texts.length === 0) return "unknown";
  return texts.every((text) => text?.includes(sampleRepository) === true && namesSample(text)) ? "merged" : "gone";
}

function namesSample(platform: string): boolean {
  return valueAt(readObject(platform), ["spec", "repository", "url"]) === sampleRepository;
}
