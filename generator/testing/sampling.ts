/**
 * A test that tries many of one kind tries a share of them in `npm test`, the same in every run. With TENANTRY_TRY=all, which
 * the nightly workflow sets, it tries all.
 */
const all = process.env["TENANTRY_TRY"] === "all";

/** How often to try something: `most`, or one in `every`. */
export function scaledRuns(most: number, every: number): number {
  return all ? most : Math.ceil(most / every);
}

/** Items to try: all, or one in `every`, from the one at `first` on. */
export function shareOf<T>(items: Iterable<T>, every: number, first = 0): readonly T[] {
  const [...listed] = items;
  return all ? listed : listed.filter((_, index) => index % every === first % every);
}

/** What fast-check draws from: the same in every run of `npm test`, and something new where all is tried. */
export function drawFrom(): number {
  return all ? Date.now() : 20_261_123;
}
