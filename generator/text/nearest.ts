/** The item of `known` that `word` probably misspells: at most a third of its letters differ. Undefined if there is none. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const allowed = Math.max(1, Math.floor(candidate.length / 3));
    // The distance is at least the difference of the lengths.
    if (Math.abs(Math.min(word.length, longest) - Math.min(candidate.length, longest)) > allowed) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= allowed && (best === undefined || distance < best.distance)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate;
}

/** The hint with the name that a user probably meant. */
export function didYouMean(name: string): string {
  return `Did you mean ${name}?`;
}

/**
 * A hint about an unknown word: "Did you mean x?", or the known words.
 * @param known The words that are possible there.
 * @param all All words, including those that are in use already and so not possible.
 */
export function suggestion(word: string, known: readonly string[], all: readonly string[] = known): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return didYouMean(meant);
  const given = nearest(word, all);
  if (given !== undefined) return `${given} is already set: remove one of the two entries.`;
  if (all.length === 0) return "None are defined.";
  if (known.length === 0) return `Remove this entry. Every known name is already set: ${firstOf(all)}.`;
  return `Known: ${firstOf(known)}.`;
}

function firstOf(names: readonly string[]): string {
  return `${names.slice(0, 12).join(", ")}${names.length > 12 ? `, and ${names.length - 12} more` : ""}`;
}

/** Words are cut at this length, so that hostile input does not cost time. */
const longest = 64;

/** The Levenshtein distance. */
function editDistance(left: string, right: string): number {
  const from = left.slice(0, longest);
  const to = right.slice(0, longest);
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
