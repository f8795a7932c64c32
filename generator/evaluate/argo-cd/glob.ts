/**
 * Matches patterns as Argo CD's library does. `*` stops at separators and `**` does not. `?` is one character, `[a-z]` and
 * `[!a-z]` are one character of a class, `{a,b}` is one of several texts. Time grows at most with the product of both lengths.
 */
export function globMatches(pattern: string, text: string, separators = ""): boolean {
  if (!isGlob(pattern) && !pattern.includes("\\")) return pattern === text;
  if (pattern.length > longest || text.length > longest) return false;
  return alternatives(pattern).some((alternative) => matches(globTokens(alternative), text, separators));
}

/** In characters. Names and URLs are shorter. */
const longest = 1_000;
const mostAlternatives = 100;

/** Whether a text can match more than itself. */
export function isGlob(pattern: string): boolean {
  return /[*?[\]{}]/.test(pattern);
}

type Part = { readonly any: "some" | "all" } | { readonly matches: (character: string) => boolean };

function globTokens(pattern: string): readonly Part[] {
  const parts: Part[] = [];
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index] ?? "";
    const close = pattern.indexOf("]", index + 2);
    if (character === "*") {
      const twice = pattern[index + 1] === "*";
      if (twice) index += 1;
      parts.push({ any: twice ? "all" : "some" });
    } else if (character === "?") parts.push({ matches: () => true });
    else if (character === "[" && close > 0) {
      parts.push({ matches: classOf(pattern.slice(index + 1, close)) });
      index = close;
    } else if (character === "\\" && index + 1 < pattern.length) {
      index += 1;
      const escaped = pattern[index];
      parts.push({ matches: (other) => other === escaped });
    } else parts.push({ matches: (other) => other === character });
  }
  return parts;
}

function classOf(text: string): (character: string) => boolean {
  const not = text.startsWith("!") || text.startsWith("^");
  const body = not ? text.slice(1) : text;
  const holds = (character: string): boolean =>
    /^.-.$/.test(body) ? character >= (body[0] ?? "") && character <= (body[2] ?? "") : body.includes(character);
  return (character) => holds(character) !== not;
}

/** Computes row by row which beginnings of the text the parts so far can match. */
function matches(parts: readonly Part[], text: string, separators: string): boolean {
  let row: boolean[] = [true, ...Array.from(text, () => false)];
  for (const part of parts) {
    const next: boolean[] = [];
    for (let end = 0; end <= text.length; end += 1) {
      const last = text[end - 1] ?? "";
      const crosses = separators.includes(last) && last !== "";
      if ("matches" in part) next.push(end > 0 && row[end - 1] === true && part.matches(last));
      else next.push(row[end] === true || (end > 0 && next[end - 1] === true && (part.any === "all" || !crosses)));
    }
    row = next;
  }
  return row.at(-1) === true;
}

/** Expands `a{b,c}d` to `abd` and `acd`. Braces are not nested: users write one level. */
function alternatives(pattern: string): readonly string[] {
  const open = pattern.indexOf("{");
  const close = pattern.indexOf("}", open);
  if (open < 0 || close < 0) return [pattern];
  const endings = alternatives(pattern.slice(close + 1));
  return pattern
    .slice(open + 1, close)
    .split(",")
    .flatMap((part) => endings.map((end) => pattern.slice(0, open) + part + end))
    .slice(0, mostAlternatives);
}
