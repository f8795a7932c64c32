/**
 * Replaces control characters by visible text, because a terminal would execute them. It also replaces marks that change the
 * direction of writing, and separators of lines and paragraphs, which end a line for some readers.
 */
export function printable(text: string): string {
  return text
    .replaceAll("\t", " ")
    .replace(
      /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
      (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
    );
}
