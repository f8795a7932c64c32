import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { failed, type Outcome, outcome } from "../diagnostics/outcome.ts";
import { excerptOf } from "../load/locate.ts";

const { messages } = codes["publish/code-owners"];

/** The places where GitHub looks for CODEOWNERS, in order. It reads only the first file. */
export const codeOwnersPlaces = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

interface Marker {
  readonly kind: "BEGIN" | "END";
  readonly folder: string;
  readonly index: number;
}

/** Also matches a marker that a user reformatted, so that a damaged section is found. */
const markerForm = /^\s*#\s*(begin|end)\s+tenantry\s+(\S+)\s*$/i;

/**
 * The text of a CODEOWNERS file with the current section of a folder. All other lines stay as they are. A missing section is
 * added at the end, because the last matching line takes precedence.
 * @param file Its name in findings.
 * @param folder The folder in the repository: deploy/ml.
 * @param lines The lines of the section, with a line break at the end of each.
 */
export function withSection(file: string, text: string, folder: string, lines: string): Outcome<string> {
  const all = text.split("\n");
  const at = (index: number): Diagnostic["at"] => lineOf(file, all, index);
  const broken = (index: number, message: string): Outcome<string> =>
    failed([{ code: "publish/code-owners", severity: "error", message, hint: hintForMarkers, at: at(index) }]);
  const markers = all.flatMap((line, index) => markerOf(line, index));
  const own = markers.filter((marker) => marker.folder === folder);
  const [begin, secondBegin] = own.filter(({ kind }) => kind === "BEGIN");
  const [end, secondEnd] = own.filter(({ kind }) => kind === "END");
  const duplicate = secondBegin ?? secondEnd;
  if (duplicate !== undefined) return broken(duplicate.index, messages.duplicateMarker(plain(all[duplicate.index])));
  if (begin !== undefined && end === undefined) return broken(begin.index, messages.missingEnd(folder));
  if (end !== undefined && (begin === undefined || end.index < begin.index))
    return broken(end.index, messages.missingBegin(folder));
  const inside = markers.find(
    ({ index }) => begin !== undefined && end !== undefined && index > begin.index && index < end.index,
  );
  if (inside !== undefined) return broken(inside.index, messages.foreignMarker(folder));
  // The lines of a commit can come from an untrusted run.
  if (lines.split("\n").some((line) => markerForm.test(line))) return broken(0, messages.foreignMarker(folder));
  const lineBreak = all[0]?.endsWith("\r") === true ? "\r\n" : "\n";
  const section = [`# BEGIN Tenantry ${folder}`, ...lines.trimEnd().split("\n"), `# END Tenantry ${folder}`];
  if (begin === undefined || end === undefined) {
    const before = text === "" ? "" : `${text}${text.endsWith("\n") ? "" : lineBreak}${lineBreak}`;
    return outcome(before + section.map((line) => line + lineBreak).join(""), []);
  }
  const later = all.findIndex((line, index) => index > end.index && matchesIn(folder, patternOf(line)));
  if (later >= 0) {
    const message = messages.laterPattern(patternOf(all[later] ?? "") ?? "", folder);
    const hint = `Move this line above line ${begin.index + 1}. In CODEOWNERS, the last matching line takes precedence.`;
    return failed([{ code: "publish/code-owners", severity: "error", message, hint, at: at(later) }]);
  }
  const isCurrent =
    section.join("\n") ===
    all
      .slice(begin.index, end.index + 1)
      .map(plain)
      .join("\n");
  if (isCurrent) return outcome(text, []);
  const lastBreak = all[end.index]?.endsWith("\r") === true ? "\r" : "";
  const replaced = section.join(lineBreak) + lastBreak;
  return outcome([...all.slice(0, begin.index), replaced, ...all.slice(end.index + 1)].join("\n"), []);
}

/**
 * The sections of a CODEOWNERS file, each with its folder and the position of its first line.
 * @param file Its name in findings.
 */
export function sectionsIn(
  file: string,
  text: string,
): readonly { readonly folder: string; readonly at: Diagnostic["at"] }[] {
  const all = text.split("\n");
  return all
    .flatMap((line, index) => markerOf(line, index))
    .filter(({ kind }) => kind === "BEGIN")
    .map(({ folder, index }) => ({ folder, at: lineOf(file, all, index) }));
}

function lineOf(file: string, all: readonly string[], index: number): Diagnostic["at"] {
  const lines = all.map(plain);
  return {
    file,
    line: index + 1,
    column: 1,
    length: Math.max(1, lines[index]?.length ?? 0),
    excerpt: excerptOf(lines, index),
  };
}

const hintForMarkers =
  "Restore the marker from the git history. Or remove all markers and lines of the section, and run npx --no-install tenantry build.";

function markerOf(line: string, index: number): readonly Marker[] {
  const [, kind = "", folder = ""] = markerForm.exec(line) ?? [];
  return kind === "" ? [] : [{ kind: kind.toLowerCase() === "begin" ? "BEGIN" : "END", folder, index }];
}

function plain(line = ""): string {
  return line.replace(/\r$/, "");
}

/** The pattern of a line. Undefined for a comment or an empty line. */
function patternOf(line: string): string | undefined {
  const [pattern = ""] = line.trim().split(/\s+/);
  return pattern === "" || pattern.startsWith("#") ? undefined : pattern;
}

/**
 * Whether a pattern can match a file in a folder. A pattern without a slash, except at its end, matches in every folder. In
 * case of doubt the answer is yes.
 * https://git-scm.com/docs/gitignore#_pattern_format
 */
function matchesIn(folder: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return false;
  if (!pattern.replace(/\/$/, "").includes("/")) return true;
  const steps = pattern.split("/").filter((step) => step !== "");
  for (const [index, name] of folder.split("/").entries()) {
    const step = steps[index];
    if (step === undefined || step.includes("**")) return true;
    if (!/[*?[\]\\]/.test(step) && step !== name) return false;
  }
  return true;
}
