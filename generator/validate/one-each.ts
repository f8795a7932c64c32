import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isWithinPath, type Path } from "../load/source.ts";
import { didYouMean, nearest } from "../text/nearest.ts";

/** A diagnostic and its subject: a path in the parsed value, and the word at that path. */
export interface InputMistake {
  readonly diagnostic: Diagnostic;
  readonly path: Path;
  readonly word: string | undefined;
}

/** One finding per mistake: a misspelled field is not also a missing one, and a bad name is reported where it is declared. */
export function withoutConsequences(mistakes: readonly InputMistake[]): readonly Diagnostic[] {
  const missing = mistakes.filter(({ diagnostic }) => diagnostic.code === "input/missing-field");
  const meant = new Map<InputMistake, InputMistake>();
  for (const mistake of mistakes) {
    if (mistake.diagnostic.code !== "input/unknown-field") continue;
    const open = missing.filter((other) => isSibling(mistake.path, other.path) && ![...meant.values()].includes(other));
    const name = nearest(lastOf(mistake), open.map(lastOf));
    const other = open.find((each) => lastOf(each) === name);
    if (other !== undefined) meant.set(mistake, other);
  }
  const explained = new Set(meant.values());
  const left = mistakes.filter((mistake) => !explained.has(mistake));
  return withoutRepeatedNames(left).map((mistake) => {
    const other = meant.get(mistake);
    return other === undefined ? mistake.diagnostic : { ...mistake.diagnostic, hint: didYouMean(lastOf(other)) };
  });
}

/** Groups the findings that repeat one mistake: a bad name at each use, or a wrong type in each entry of a map. */
function withoutRepeatedNames(mistakes: readonly InputMistake[]): readonly InputMistake[] {
  const firsts = new Map<string, InputMistake>();
  const users = new Map<InputMistake, InputMistake[]>();
  for (const mistake of mistakes) {
    const key = reasonOf(mistake);
    const first = key === undefined ? undefined : firsts.get(key);
    if (first !== undefined) users.set(first, [...(users.get(first) ?? []), mistake]);
    else if (key !== undefined) firsts.set(key, mistake);
  }
  const folded = new Set([...users.values()].flat());
  return mistakes
    .filter((mistake) => !folded.has(mistake))
    .map((mistake) => {
      const related = (users.get(mistake) ?? []).map(({ diagnostic }) => ({ at: diagnostic.at, message: "here too" }));
      return related.length === 0 ? mistake : { ...mistake, diagnostic: { ...mistake.diagnostic, related } };
    });
}

/** The key that findings with the same cause share. */
function reasonOf({ diagnostic: { code, hint, at }, path, word }: InputMistake): string | undefined {
  if (at.withheld === true) return undefined;
  if (code === "input/invalid-value" && word !== undefined)
    return `name ${/^[A-Za-z][\w -]*(?=\.|$)/.exec(word)?.[0] ?? word}`;
  return code === "input/wrong-type" && hint !== undefined
    ? ["entry", ...path.slice(0, -1), hint].join("\0")
    : undefined;
}

function isSibling(left: Path, right: Path): boolean {
  return left.length === right.length && isWithinPath(right, left.slice(0, -1));
}

function lastOf({ path }: InputMistake): string {
  return String(path.at(-1));
}
