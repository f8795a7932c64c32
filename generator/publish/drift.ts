import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { codes } from "../diagnostics/codes.ts";
import { type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { excerptOf } from "../load/locate.ts";
import type { Publication } from "./publication.ts";

/** Up to this number, the files of one tenant or platform on one cluster get separate findings. */
const mostNamed = 3;

const { messages } = codes["publish/drift"];

/** The findings about changed, missing and left-over files. Many files of one owner become one finding at the first of them. */
export function driftFindings(root: string, { writes, prunes, codeOwners }: Publication): readonly Diagnostic[] {
  const found = [
    ...[...writes].map(([file, wanted]) => {
      if (!existsSync(join(root, file))) return finding(file, messages.missingFile(file));
      return finding(file, messages.staleLine(), firstDifference(file, readFileSync(join(root, file), "utf8"), wanted));
    }),
    ...prunes.map((file) => finding(file, messages.leftOverFile(file))),
    ...(codeOwners === undefined ? [] : [finding(codeOwners.name, messages.staleSection(codeOwners.folder))]),
  ];
  return [...Map.groupBy(found, ({ at }) => inputOf(at.file))].flatMap(([owner, all]) => {
    const [first] = all;
    if (first === undefined || all.length <= mostNamed) return all;
    return [{ ...first, message: messages.severalFiles(all.length, owner, first.message) }];
  });
}

function finding(file: string, message: string, at = wholeFile(file)): Diagnostic {
  return {
    code: "publish/drift",
    severity: "error",
    message,
    hint: "The input files are valid, but the generated files do not match them. Run npx --no-install tenantry build, and commit the changed files.",
    at,
  };
}

/** `churn on staging`. Files that do not belong to a tenant belong to the platform. */
function inputOf(file: string): string {
  const [top, cluster = "", ...below] = file.split("/");
  if (top !== "clusters") return "the platform";
  const tenant = below.indexOf("tenants");
  return `${tenant < 0 ? "the platform" : (below[tenant + 1] ?? "")} on ${cluster}`;
}

export function interruptedFindings(): Diagnostic {
  return {
    code: "publish/interrupted",
    severity: "error",
    message: codes["publish/interrupted"].messages.interrupted(),
    hint: "Run npx --no-install tenantry build. The command first restores the generated files.",
    at: wholeFile("clusters"),
  };
}

function firstDifference(file: string, found: string, wanted: string): Diagnostic["at"] {
  const lines = found.split("\n");
  const others = wanted.split("\n");
  const index = lines.findIndex((line, at) => line !== others[at]);
  const line = index < 0 ? lines.length : index + 1;
  const text = lines[line - 1] ?? "";
  return { file, line, column: 1, length: Math.max(1, text.length), excerpt: excerptOf(lines, line - 1) };
}
