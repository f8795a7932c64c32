import { exceptions, longestSentence, type RetiredWord, retiredInNames, retiredInProse, retiredNames } from "./list.ts";
import type { Text } from "./texts.ts";

/** A retired word at its line. */
export interface Retired {
  readonly line: number;
  readonly text: string;
  readonly problem: string;
  readonly instead: string;
}

export function retiredInText({ line, text }: Text): readonly Retired[] {
  const isListOfNames = /^[\w-]+(, [\w-]+)+$/.test(text);
  if (exceptions.has(text) || isListOfNames) return [];
  const long = text
    .split(/[.!?:](?:\s|$)/)
    .map((sentence) => sentence.trim().split(/\s+/).length)
    .filter((count) => count > longestSentence);
  return [
    ...retiredInProse.filter(({ pattern }) => pattern.test(text)).map((word) => found(line, text, word)),
    ...long.map((count) => ({ line, text, problem: `a sentence of ${count} words`, instead: "two sentences" })),
  ];
}

/** Of a name in TypeScript. */
export function retiredInName(name: Text): readonly Retired[] {
  const whole = retiredNames.filter(({ pattern }) => pattern.test(name.text));
  return [...whole.map((word) => found(name.line, name.text, word)), ...retiredInWord(name)];
}

/** Of the words of a name, or of a word in another language. */
export function retiredInWord({ line, text }: Text): readonly Retired[] {
  const parts = text.split(/(?<=[a-z0-9])(?=[A-Z])|_/);
  return retiredInNames
    .filter(({ pattern }) => parts.some((part) => pattern.test(part)))
    .map((word) => found(line, text, word));
}

function found(line: number, text: string, { example, instead }: RetiredWord): Retired {
  return { line, text, problem: `"${example}"`, instead };
}

/** Names that two files export, with the files. */
export function exportedTwice(files: ReadonlyMap<string, readonly Text[]>): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, string[]>();
  for (const [file, names] of files)
    for (const { text } of names) owners.set(text, [...(owners.get(text) ?? []), file]);
  return new Map([...owners].filter(([, all]) => all.length > 1));
}
