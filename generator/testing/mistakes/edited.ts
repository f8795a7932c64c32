import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Location } from "../../diagnostics/diagnostic.ts";
import { write } from "../sandbox.ts";
import type { MistakeCase } from "./mistake.ts";

export const tenantOfMistakes = "tenants/credit-risk.yaml";

/** Where in a file something was marked: what is underlined. */
export interface Mark {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Makes the edits of a mistake, and gives the places that it marks, in the order of the file. */
export function edit(root: string, { file = tenantOfMistakes, edits }: MistakeCase): readonly Mark[] {
  let text = readFileSync(join(root, file), "utf8");
  for (const [from, to] of edits) {
    if (from !== "" && text.split(from).length !== 2) throw new Error(`not once in ${file}: ${from}`);
    text = from === "" ? to : text.replace(from, () => to);
  }
  const marks = text.split("\n").flatMap((line, index) =>
    [...line.matchAll(/«([^»]*)»/g)].map((match, before) => ({
      line: index + 1,
      column: match.index - 2 * before + 1,
      length: Math.max(1, match[1]?.length ?? 0),
    })),
  );
  write(root, file, text.replaceAll(/[«»]/g, ""));
  return marks;
}

/** What is underlined in a text. */
export function writtenAt(text: string, { line, column, length }: Location): string {
  return (text.split("\n")[line - 1] ?? "").slice(column - 1, column - 1 + length);
}

/** A text with something else in the place of what is underlined. */
export function instead(text: string, { line, column, length }: Location, other: string): string {
  const lines = text.split("\n");
  const own = lines[line - 1] ?? "";
  return lines.with(line - 1, own.slice(0, column - 1) + other + own.slice(column - 1 + length)).join("\n");
}
