import { seldon29 } from "./2.9/facts.ts";
import type { SeldonFacts } from "./facts.ts";

/** Versions of Seldon Core by age, the newest last. */
export type SeldonVersions = readonly [SeldonFacts, ...SeldonFacts[]];

/** Every version that is described here: one folder and one line each. */
export const seldonVersions: SeldonVersions = [seldon29];

/** What is true of a release; nothing where it is not described. */
export function seldonFacts(versions: SeldonVersions, release: string): SeldonFacts | undefined {
  return versions.find(({ releases }) => releases.includes(release));
}

/** What is true of the newest version that is described: of a folder of which nobody says which one it is for. */
export function newestFacts(versions: SeldonVersions): SeldonFacts {
  return versions.at(-1) ?? versions[0];
}
