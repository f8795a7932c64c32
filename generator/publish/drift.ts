import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import type { Publication } from "./publication.ts";

/** A publication that is not empty, as findings: every file that is changed, missing or left over. */
export function drift(root: string, { writes, prunes }: Publication): readonly Diagnostic[] {
  const hint = "Run npx tenantry build, and commit what it changes.";
  const finding = (file: string, message: string, at = wholeFile(file)): Diagnostic => ({
    code: "publish/drift",
    severity: "error",
    message,
    hint,
    at,
  });
  return [
    ...[...writes].map(([file, wanted]) => {
      if (!existsSync(join(root, file))) return finding(file, `${file} is missing`);
      return finding(
        file,
        "this line is not what the inputs give",
        firstDifference(file, readFileSync(join(root, file), "utf8"), wanted),
      );
    }),
    ...prunes.map((file) => finding(file, `${file} is left over: no input asks for it`)),
  ];
}

export function interrupted(): Diagnostic {
  return {
    code: "publish/interrupted",
    severity: "error",
    message: "an earlier build was interrupted while it wrote",
    hint: "Run npx tenantry build: it puts the tree back first.",
    at: wholeFile("clusters/.publishing"),
  };
}

function firstDifference(file: string, found: string, wanted: string): Diagnostic["at"] {
  const lines = found.split("\n");
  const others = wanted.split("\n");
  const index = lines.findIndex((line, at) => line !== others[at]);
  const line = index < 0 ? lines.length : index + 1;
  const text = lines[line - 1] ?? "";
  return { file, line, column: 1, length: Math.max(1, text.length), excerpt: lines.slice(Math.max(0, line - 3), line) };
}
