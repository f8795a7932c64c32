import { isMap, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseDocument } from "yaml";
import type { Location } from "../diagnostics/diagnostic.ts";
import { memoize } from "./memoize.ts";
import { parseOptions } from "./parse-options.ts";
import { secretLines } from "./secret-values.ts";
import type { Path, Source } from "./source.ts";

/**
 * The location of the value at `path`, or of its key. If the path does not exist in the document, it is the location of
 * the nearest key above, where the user would add the missing part.
 */
export function locate(source: Source, path: Path, part: "value" | "key" = "value"): Location {
  return locateBelow(source, rootOf(source), path, part);
}

/** The same below a node of the source, for one document of several. */
export function locateBelow(source: Source, root: Node | null, path: Path, part: "value" | "key"): Location {
  let node = root;
  let range = rangeOf(node);
  let found = true;
  for (const [index, step] of path.entries()) {
    const last = index === path.length - 1;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
      if (pair === undefined) {
        found = false;
        break;
      }
      const value = nodeOf(pair.value);
      const takeKey = value === null || !isScalar(value) || (last && part === "key");
      range = rangeOf(takeKey ? nodeOf(pair.key) : value) ?? range;
      node = value;
    } else if (isSeq(node)) {
      const item = nodeOf(node.items[Number(step)]);
      if (item === null) {
        found = false;
        break;
      }
      node = item;
      range = rangeOf(item) ?? range;
    } else {
      found = false;
      break;
    }
  }
  const at = locateOffset(source, range?.[0] ?? 0, (range?.[1] ?? 1) - (range?.[0] ?? 0));
  const override = overrideIn(path);
  return {
    ...at,
    ...(found ? {} : { nearby: true as const }),
    ...(override === undefined ? {} : { override }),
  };
}

/** The cluster of an override. Only a tenant's file has clusters in its spec, each with its overrides. */
function overrideIn([root, clusters, cluster, ...rest]: Path): string | undefined {
  return root === "spec" && clusters === "clusters" && rest.length > 0 ? String(cluster) : undefined;
}

/** The location of `length` characters from `offset` on: at least one, at most to the end of the line. */
export function locateOffset(source: Source, offset: number, length: number): Location {
  const { lines, starts } = linesOf(source);
  const index = lastIndexAtMost(starts, offset);
  const column = offset - (starts[index] ?? 0) + 1;
  const line = lines[index] ?? "";
  return {
    file: source.file,
    line: index + 1,
    column,
    length: Math.max(1, Math.min(length, line.length - column + 1)),
    ...excerptAt(source, lines, index),
  };
}

const withheldLines = new WeakMap<Source, ReadonlySet<number>>();

/** Hides some lines of a source, by number, in every excerpt: the text of such a line does not show that it is a secret. */
export function withoutExcerpt(source: Source, spans: Iterable<readonly [number, number]>): void {
  const { starts } = linesOf(source);
  const hidden = new Set<number>();
  for (const [start, end] of spans)
    for (
      let line = lastIndexAtMost(starts, start);
      line <= lastIndexAtMost(starts, Math.max(start, end - 1));
      line += 1
    )
      hidden.add(line);
  if (hidden.size > 0) withheldLines.set(source, hidden);
}

function excerptAt(source: Source, lines: readonly string[], index: number): Pick<Location, "excerpt" | "withheld"> {
  const hidden = withheldLines.get(source);
  const excerpt = excerptOf(lines, index, (line) => hidden?.has(line) === true);
  return excerpt.length === 0 ? { excerpt, withheld: true } : { excerpt };
}

const withheld = "# not shown: this value looks like a secret";

/** A line and up to two before it. A line with a secret is left out. If it is the last one, the excerpt is empty. */
export function excerptOf(
  lines: readonly string[],
  index: number,
  isHidden: (line: number) => boolean = () => false,
): readonly string[] {
  const from = Math.max(0, index - 2);
  const shown = lines.slice(from, index + 1);
  const above = lines.slice(Math.max(0, from - 1), from);
  const secret = secretLines([...above, ...shown])
    .slice(above.length)
    .map((line, at) => line || isHidden(from + at));
  return secret.at(-1) === true ? [] : shown.map((line, at) => (secret[at] === true ? withheld : line));
}

interface Lines {
  readonly lines: readonly string[];
  /** The offset at which each line begins. */
  readonly starts: readonly number[];
}

const linesOf = memoize(({ text }: Source): Lines => {
  const lines = text.split("\n");
  const starts: number[] = [];
  let start = 0;
  for (const line of lines) {
    starts.push(start);
    start += line.length + 1;
  }
  return { lines, starts };
});

/** The index of the last of some ascending numbers that does not exceed a limit. */
function lastIndexAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A document is parsed again only to locate a mistake, so that a run without mistakes computes no positions. */
const rootOf = memoize(
  ({ text }: Source): ParsedNode | null =>
    parseDocument(text, { ...parseOptions, lineCounter: new LineCounter() }).contents,
);

function nodeOf(value: unknown): Node | null {
  return isMap(value) || isSeq(value) || isScalar(value) ? value : null;
}

function rangeOf(node: Node | null): readonly [number, number] | undefined {
  const range = node?.range;
  return range === undefined || range === null ? undefined : [range[0], range[1]];
}
