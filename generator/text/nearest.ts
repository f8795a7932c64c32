/** The one of `known` that `word` was probably meant to be, or nothing: at most a third of its letters away. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const allowed = Math.max(1, Math.floor(candidate.length / 3));
    // No word is nearer than what it is longer by.
    if (Math.abs(Math.min(word.length, longest) - Math.min(candidate.length, longest)) > allowed) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= allowed && (best === undefined || distance < best.distance)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate;
}

/**
 * "Did you mean x?", or what there is to choose from, or nothing at all.
 * @param known What could stand there instead.
 * @param all What exists, also what cannot: it stands there already.
 */
export function suggestion(word: string, known: readonly string[], all: readonly string[] = known): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return `Did you mean ${meant}?`;
  const given = nearest(word, all);
  if (given !== undefined) return `${given} is given already: keep one of the two.`;
  if (known.length === 0) return all.length === 0 ? "There is none to choose from." : "There is no other one.";
  const shown = known.slice(0, 12).join(", ");
  return `Known here: ${shown}${known.length > 12 ? `, and ${known.length - 12} more` : ""}.`;
}

/** Words are cut here, so that hostile input costs nothing. */
const longest = 64;

/** Levenshtein's distance. */
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
