/** A text as one word of a command line, for POSIX shells. A path stays a path, even if it begins with a hyphen. */
export function shellWord(text: string): string {
  const path = text.startsWith("-") ? `./${text}` : text;
  return /^[A-Za-z0-9_./:@%+,=-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
