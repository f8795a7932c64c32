/**
 * Patterns as Argo CD's library reads them: `*` stops at separators and `**` does not, `?` is one character, `[a-z]` and
 * `[!a-z]` one of some, `{a,b}` one of several. Time grows with the product of both lengths, whatever the pattern.
 */
export function globMatches(pattern: string, text: string, separators = ""): boolean {
  if (!isGlob(pattern) && !pattern.includes("\\")) return pattern === text;
  if (pattern.length > longest || text.length > longest) return false;
  return alternatives(pattern).some((alternative) => matches(partsOf(alternative), text, separators));
}

/** Characters; names and URLs are shorter. */
const longest = 1_000;
const mostAlternatives = 100;

/** Whether a text would be taken for more than itself. */
export function isGlob(pattern: string): boolean {
  return /[*?[\]{}]/.test(pattern);
}

type Part = { readonly any: "some" | "all" } | { readonly one: (character: string) => boolean };

function partsOf(pattern: string): readonly Part[] {
  const parts: Part[] = [];
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index] ?? "";
    const close = pattern.indexOf("]", index + 2);
    if (character === "*") {
      const twice = pattern[index + 1] === "*";
      if (twice) index += 1;
      parts.push({ any: twice ? "all" : "some" });
    } else if (character === "?") parts.push({ one: () => true });
    else if (character === "[" && close > 0) {
      parts.push({ one: classOf(pattern.slice(index + 1, close)) });
      index = close;
    } else if (character === "\\" && index + 1 < pattern.length) {
      index += 1;
      const escaped = pattern[index];
      parts.push({ one: (other) => other === escaped });
    } else parts.push({ one: (other) => other === character });
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

/** Row by row: which beginnings of the text the parts so far can be. */
function matches(parts: readonly Part[], text: string, separators: string): boolean {
  let row: boolean[] = [true, ...Array.from(text, () => false)];
  for (const part of parts) {
    const next: boolean[] = [];
    for (let end = 0; end <= text.length; end += 1) {
      const last = text[end - 1] ?? "";
      const crosses = separators.includes(last) && last !== "";
      if ("one" in part) next.push(end > 0 && row[end - 1] === true && part.one(last));
      else next.push(row[end] === true || (end > 0 && next[end - 1] === true && (part.any === "all" || !crosses)));
    }
    row = next;
  }
  return row.at(-1) === true;
}

/** `a{b,c}d` as `abd` and `acd`; one level, as anybody writes it. */
function alternatives(pattern: string): readonly string[] {
  const open = pattern.indexOf("{");
  const close = pattern.indexOf("}", open);
  if (open < 0 || close < 0) return [pattern];
  const rest = alternatives(pattern.slice(close + 1));
  return pattern
    .slice(open + 1, close)
    .split(",")
    .flatMap((part) => rest.map((end) => pattern.slice(0, open) + part + end))
    .slice(0, mostAlternatives);
}
