/** How templates of Helm name a value: `.Values.controller.image`, with `$` before it inside of a block. */
const reference = /[$]?[.]Values[.]([A-Za-z0-9_]+(?:[.][A-Za-z0-9_]+)*)/g;

/** The paths of all values that templates read by name. A shorter path that another continues is not listed. */
export function readPaths(templates: readonly string[]): readonly (readonly string[])[] {
  const paths = new Set(templates.flatMap((text) => [...text.matchAll(reference)].map(([, path = ""]) => path)));
  return [...paths]
    .filter((path) => ![...paths].some((other) => other.startsWith(`${path}.`)))
    .sort()
    .map((path) => path.split("."));
}

/** Whether a template writes a map as a whole: with toYaml, or by iterating over it. Then every key has an effect. */
export function isOpenMap(templates: readonly string[], path: readonly string[]): boolean {
  const name = `[$]?[.]Values[.]${path.join("[.]")}(?![A-Za-z0-9_.])`;
  const patterns = [
    // toYaml .Values.x, also with functions between.
    String.raw`\btoYaml\b[^}]*${name}`,
    String.raw`${name}[^}]*[|]\s*toYaml\b`,
    String.raw`\brange\b[^}]*${name}`,
    // with .Values.x, and toYaml of it before the next block.
    String.raw`\bwith\b[^}]*${name}[^}]*[}][}](?:(?!\bend\b)[^])*?\btoYaml\s+[(]?[$]?[.\s]*[}|]`,
  ];
  return templates.some((text) => patterns.some((pattern) => new RegExp(pattern).test(text)));
}
