import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { codes } from "../diagnostics/codes.ts";
import { type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { failed, type Outcome, outcome } from "../diagnostics/outcome.ts";
import { codeOwnersFile, pathFromRoot } from "../layout/paths.ts";
import { gitOrFail, placeInGit } from "../load/git.ts";
import { platformFile } from "../load/input-files.ts";
import type { Revision } from "../load/revision.ts";
import { RepositoryFolder } from "../validate/platform-repository.ts";
import { codeOwnersPlaces, sectionsIn, withSection } from "./code-owners-section.ts";
import { statIfExists } from "./tree.ts";

/** The new text of a CODEOWNERS file that other projects use too. Only the section of one folder differs. */
export interface CodeOwnersUpdate {
  /** The absolute path of the clone's root. */
  readonly top: string;
  /** The file, from that root. */
  readonly file: string;
  /** The file, from the folder with the input files, as findings name it. */
  readonly name: string;
  /** The folder that the section is for, from the clone's root. */
  readonly folder: string;
  readonly text: string;
}

const { messages } = codes["publish/code-owners"];

/**
 * Compares the CODEOWNERS that GitHub reads with the section that it must contain. Undefined if the section is current, or
 * without git. If there is no CODEOWNERS, the update creates one.
 */
export async function codeOwnersUpdate(
  root: string,
  folder: string,
  lines: string,
): Promise<Outcome<CodeOwnersUpdate | undefined>> {
  const place = await placeInGit(root);
  if (place === undefined) return outcome(undefined);
  const { top } = place;
  const existing = codeOwnersPlaces.find((candidate) => statIfExists(join(top, candidate)) !== undefined);
  const file = existing ?? codeOwnersPlaces[0];
  const name = posix.relative(folder, file);
  const before = textOf(top, file, name);
  if (!before.ok) return before;
  const after = withSection(name, before.value, folder, lines);
  if (!after.ok) return after;
  const update = after.value === before.value ? undefined : { top, file, name, folder, text: after.value };
  return outcome(update, await leftOverSections(top, name, before.value));
}

/**
 * The sections of folders without a platform. They stay in the file, because another team can be adding or moving its platform
 * on another branch. A platform that a sparse checkout leaves out counts.
 */
async function leftOverSections(top: string, name: string, text: string): Promise<readonly Diagnostic[]> {
  const missing = sectionsIn(name, text)
    .map((section) => ({ ...section, platform: pathFromRoot(section.folder, platformFile) }))
    .filter(({ platform }) => statIfExists(join(top, platform)) === undefined);
  // git fails for a path outside of the repository.
  const tracked = missing.filter(({ folder }) => RepositoryFolder.safeParse(folder).success);
  const listed =
    tracked.length === 0
      ? ""
      : await gitOrFail(top)("ls-files", "-t", "-z", "--", ...tracked.map(({ platform }) => platform));
  const leftOut = listed.split("\0").flatMap((line) => (line.startsWith("S ") ? [line.slice(2)] : []));
  return missing
    .filter(({ platform }) => !leftOut.includes(platform))
    .map(({ folder, at }) => ({
      code: "publish/left-over-section",
      severity: "warning",
      message: codes["publish/left-over-section"].messages.leftOverSection(folder),
      hint: `If the platform has moved or was removed, remove the lines from # BEGIN Tenantry ${folder} to # END Tenantry ${folder}.`,
      at,
    }));
}

/**
 * The same for a commit. The result is the changed file, by its path from the root of the repository, or nothing.
 * @param revision The commit, opened in the root of the clone.
 * @param lines The new lines of the section. Undefined if they are those of the commit.
 */
export async function codeOwnersAt(
  revision: Revision,
  folder: string,
  lines: string | undefined,
): Promise<Outcome<ReadonlyMap<string, string>>> {
  const own = pathFromRoot(folder, codeOwnersFile);
  const blobs = await revision.files(...codeOwnersPlaces, own);
  const texts = await revision.texts(blobs);
  const file = codeOwnersPlaces.find((candidate) => blobs.has(candidate)) ?? codeOwnersPlaces[0];
  const blob = blobs.get(file);
  if (blob !== undefined && blob.kind !== "file") return invalid(file, messages.notPlain(file), plainFileHint);
  const before = texts.get(file) ?? "";
  // git's text of a file that is not valid UTF-8 contains this character.
  if (before.includes("\ufffd")) return invalid(file, messages.notText(file), encodingHint);
  const section = lines ?? texts.get(own);
  const after = section === undefined ? outcome(before) : withSection(file, before, folder, section);
  if (!after.ok) return after;
  return outcome(after.value === before ? new Map() : new Map([[file, after.value]]));
}

const plainFileHint = "Replace it with a plain file, because GitHub does not follow links.";
const encodingHint = "Save the file as UTF-8.";

/** The text of the file. Empty if the file does not exist. */
function textOf(top: string, file: string, name: string): Outcome<string> {
  const isLinked = statIfExists(join(top, dirname(file)))?.isSymbolicLink() === true;
  const stat = statIfExists(join(top, file));
  if (stat === undefined && !isLinked) return outcome("");
  if (isLinked || stat?.isFile() !== true)
    return invalid(
      name,
      messages.notPlain(name),
      "Replace it with a plain file, because GitHub does not follow links.",
    );
  try {
    return outcome(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(join(top, file))));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return invalid(name, messages.notText(name), encodingHint);
  }
}

function invalid<T>(file: string, message: string, hint: string): Outcome<T> {
  return failed([{ code: "publish/code-owners", severity: "error", message, hint, at: wholeFile(file) }]);
}
