/** Placeholders that users leave in a copied file. Each one stands for a value that the user must fill in. */
const shapes: readonly RegExp[] = [
  /<[A-Za-z][A-Za-z0-9 _-]{0,60}>/,
  /\byour[-_][A-Za-z][\w-]*/i,
  /\b(?:change|replace|fill)[-_]?(?:me|in)\b/i,
  /^(?:TODO|FIXME|TBD|x{3,})$/i,
  /(?:^|[/@.])example\.(?:com|org|net)(?=$|[:/])/i,
];

/** The first placeholder in a text, or undefined. */
export function placeholderIn(text: string): string | undefined {
  for (const shape of shapes) {
    const found = shape.exec(text);
    if (found !== null) return found[0];
  }
  return undefined;
}
