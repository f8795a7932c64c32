/** The first parts of a list, and the number of the others: `a, b and 3 more`, or for longer parts `a b; c d; and 3 more`. */
export function listText(parts: readonly string[], most: number, separator: ", " | "; " | " · " = ", "): string {
  const shown = parts.slice(0, most).join(separator);
  const more = parts.length - most;
  return more > 0 ? `${shown}${separator === ", " ? "" : separator.trimEnd()} and ${more} more` : shown;
}

/** All names of a sentence: `a`, `a and b`, or `a, b and c`. */
export function joinNames(names: readonly string[]): string {
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].filter((part) => part !== "").join(" and ");
}
