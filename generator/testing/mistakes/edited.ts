import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Location } from "../../diagnostics/diagnostic.ts";
import { write } from "../sandbox.ts";
import type { MistakeCase } from "./mistake.ts";

export const tenantOfMistakes = "tenants/credit-risk.yaml";

/** The marked place in a file: the underlined text. */
export interface Mark {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Makes the edits of a mistake, and returns the places that it marks, in the order of the file. */
export function edit(root: string, { file = tenantOfMistakes, edits, others = {} }: MistakeCase): readonly Mark[] {
  for (const [path, text] of Object.entries(others)) write(root, path, text);
  const path = join(root, file);
  let text = existsSync(path) ? readFileSync(path, "utf8") : "";
  for (const [from, to] of edits) {
    if (from !== "" && text.split(from).length !== 2)
      throw new Error(`text not found exactly once in ${file}: ${from}`);
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

/** The underlined part of a text. */
export function writtenAt(text: string, { line, column, length }: Location): string {
  return (text.split("\n")[line - 1] ?? "").slice(column - 1, column - 1 + length);
}

/** Replaces the underlined part of a text. */
export function instead(text: string, { line, column, length }: Location, other: string): string {
  const lines = text.split("\n");
  const edited = lines[line - 1] ?? "";
  return lines.with(line - 1, edited.slice(0, column - 1) + other + edited.slice(column - 1 + length)).join("\n");
}
