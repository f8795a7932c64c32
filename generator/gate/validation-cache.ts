import { readCached, writeCached } from "../tools/cached-results.ts";

/** Selects the digests that a run saves for the next one, from those of earlier runs and its own. */
type Keep = (before: ReadonlySet<string>, seen: ReadonlySet<string>, partial: boolean) => ReadonlySet<string>;

/** Digests of valid texts, from this run and from a file in the user's cache. */
export class ValidationCache {
  readonly #file: string | undefined;
  readonly #log: (line: string) => void;
  readonly #keep: Keep;
  readonly #before: ReadonlySet<string>;
  readonly #seen = new Set<string>();

  /** Without a file, no earlier digests are read and none are saved. */
  constructor(file: string | undefined, log: (line: string) => void, keep: Keep = ofSeveralRuns) {
    this.#file = file;
    this.#log = log;
    this.#keep = keep;
    const known = file === undefined ? undefined : readCached(file);
    this.#before = new Set(known?.split("\n").filter((line) => line !== ""));
  }

  has(key: string): boolean {
    return this.#before.has(key) || this.#seen.has(key);
  }

  add(key: string): void {
    this.#seen.add(key);
  }

  /** @param partial Whether this run covered only a part. */
  save(partial: boolean): void {
    if (this.#file === undefined) return;
    const keep = this.#keep(this.#before, this.#seen, partial);
    if (keep.size === this.#before.size && [...keep].every((key) => this.#before.has(key))) return;
    writeCached(this.#file, `${[...keep].sort().join("\n")}\n`, this.#log);
  }
}

/** The number of digests that are always kept: 66 kB. */
const fewest = 2_000;

/** The maximum number of digests for partial runs: 13 MB, several times the number for ten thousand tenants. */
const mostByParts = 400_000;

/**
 * Keeps the digests of this run and those of earlier runs, which belong to another branch or to parts that this run did not
 * cover. A complete run drops the earlier ones if the total is several times its own number, and any run above the maximum.
 */
function ofSeveralRuns(before: ReadonlySet<string>, seen: ReadonlySet<string>, partial: boolean): ReadonlySet<string> {
  const all = new Set([...before, ...seen]);
  const most = partial ? mostByParts : Math.max(fewest, 4 * seen.size);
  return all.size <= most ? all : seen;
}

/** The maximum number of digests of single objects: 660 kB, the number for about five hundred tenants. */
const mostObjects = 20_000;

/** Keeps the digests of this run first. */
export function mostRemembered(before: ReadonlySet<string>, seen: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...seen, ...before].slice(0, mostObjects));
}
