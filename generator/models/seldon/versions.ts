import { seldon29 } from "./2.9/facts.ts";
import type { SeldonFacts } from "./facts.ts";

/** Versions of Seldon Core by age, the newest last. */
export type SeldonVersions = readonly [SeldonFacts, ...SeldonFacts[]];

/** Every known version, with one folder and one line each. */
export const seldonVersions: SeldonVersions = [seldon29];

/** The facts about a release. Undefined for an unknown release. */
export function seldonFacts(versions: SeldonVersions, release: string): SeldonFacts | undefined {
  return versions.find(({ releases }) => releases.includes(release));
}

/** The facts about the newest known version, for a folder without a known version. */
export function newestFacts(versions: SeldonVersions): SeldonFacts {
  return versions.at(-1) ?? versions[0];
}
