import { remember, remembered } from "../tools/remembered.ts";

/** Which digests a run leaves for the next one, of those that it found and those that it saw. */
type Keep = (before: ReadonlySet<string>, seen: ReadonlySet<string>, partial: boolean) => ReadonlySet<string>;

/** Digests of what was valid, in this run or, by one file of the user's cache, in an earlier one. */
export class KnownValid {
  readonly #file: string | undefined;
  readonly #log: (line: string) => void;
  readonly #keep: Keep;
  readonly #before: ReadonlySet<string>;
  readonly #seen = new Set<string>();

  /** Without a file nothing is known and nothing remembered. */
  constructor(file: string | undefined, log: (line: string) => void, keep: Keep = ofSeveralRuns) {
    this.#file = file;
    this.#log = log;
    this.#keep = keep;
    const known = file === undefined ? undefined : remembered(file);
    this.#before = new Set(known?.split("\n").filter((line) => line !== ""));
  }

  has(key: string): boolean {
    return this.#before.has(key) || this.#seen.has(key);
  }

  add(key: string): void {
    this.#seen.add(key);
  }

  /** @param partial Whether this run did not come to everything. */
  save(partial: boolean): void {
    if (this.#file === undefined) return;
    const keep = this.#keep(this.#before, this.#seen, partial);
    if (keep.size === this.#before.size && [...keep].every((key) => this.#before.has(key))) return;
    remember(this.#file, `${[...keep].sort().join("\n")}\n`, this.#log);
  }
}

/** So many digests are kept in any case: 66 kB. */
const fewest = 2_000;

/** So many at most where runs come to a part each: 13 MB, and several times what ten thousand tenants are. */
const mostByParts = 400_000;

/**
 * Keeps what this run saw, and what it did not look at: that was valid on another branch, or a partial run left it out.
 * A run over everything drops the latter once it is several times as much as there is, any run once it is too much.
 */
function ofSeveralRuns(before: ReadonlySet<string>, seen: ReadonlySet<string>, partial: boolean): ReadonlySet<string> {
  const all = new Set([...before, ...seen]);
  const most = partial ? mostByParts : Math.max(fewest, 4 * seen.size);
  return all.size <= most ? all : seen;
}

/** So many digests of single objects are kept: 660 kB, or what some five hundred tenants are. */
const mostObjects = 20_000;

/** Keeps those of this run first. */
export function mostRemembered(before: ReadonlySet<string>, seen: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...seen, ...before].slice(0, mostObjects));
}
