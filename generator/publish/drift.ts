import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { excerptOf } from "../load/locate.ts";
import type { Publication } from "./publication.ts";

/** Of one tenant or platform on one cluster, so many files are named one by one. */
const mostNamed = 3;

/** A publication that is not empty, as findings: files that are changed, missing or left over, and of many the first. */
export function driftFindings(root: string, { writes, prunes }: Publication): readonly Diagnostic[] {
  const found = [
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
  return [...Map.groupBy(found, ({ at }) => inputOf(at.file))].flatMap(([owner, all]) => {
    const [first] = all;
    if (first === undefined || all.length <= mostNamed) return all;
    const message = `${all.length} files of ${owner} are not what the inputs give; the first of them: ${first.message}`;
    return [{ ...first, message }];
  });
}

function finding(file: string, message: string, at = wholeFile(file)): Diagnostic {
  return {
    code: "publish/drift",
    severity: "error",
    message,
    hint: "The inputs are right, and the tree does not follow them yet: run npx --no-install tenantry build, and commit what it changes.",
    at,
  };
}

/** `churn on staging`; what is no tenant's is the platform's. */
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
    message: "an earlier build was interrupted while it wrote",
    hint: "Run npx --no-install tenantry build: it puts the tree back first.",
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
