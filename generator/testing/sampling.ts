/**
 * A test with many cases of one kind runs a share of them in `npm test`, the same in every run. With TENANTRY_TRY=all, which
 * the nightly workflow sets, it runs all of them.
 */
const all = process.env["TENANTRY_TRY"] === "all";

/** The number of runs: `most`, or one in `every`. */
export function runCount(most: number, every: number): number {
  return all ? most : Math.ceil(most / every);
}

/** The items to run: all, or one in `every`, beginning with the item at `first`. */
export function shareOf<T>(items: Iterable<T>, every: number, first = 0): readonly T[] {
  const [...listed] = items;
  return all ? listed : listed.filter((_, index) => index % every === first % every);
}

/** The seed of fast-check: the same in every run of `npm test`, and a new one if all cases run. */
export function setSeed(): number {
  return all ? Date.now() : 20_261_123;
}
