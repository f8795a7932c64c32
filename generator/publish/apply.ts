import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { isGeneratedPath } from "./generated-path.ts";
import { ownerState } from "./owner.ts";
import { changedCount, type Publication } from "./publication.ts";
import { createStaging, entriesOf, payloadOf, preparePayload, removeStaging, type Staging } from "./staging.ts";
import { statIfExists } from "./tree.ts";

const Paths = z.array(z.string().refine(isGeneratedPath)).readonly();
/** The files that move. `created` are the writes that do not replace a file. */
const Journal = z.strictObject({ writes: Paths, prunes: Paths, created: Paths });
type Journal = z.infer<typeof Journal>;

/**
 * Applies all of a publication to the tree or none of it. It writes new files outside the tree, then a journal of all moves,
 * and only then moves files. The moves are synchronous, so Ctrl-C waits for their end. If the process is killed between them,
 * `recoverPublication` undoes them. CODEOWNERS of a shared repository moves last, and only a later build changes it again.
 */
export function applyPublication(root: string, staging: Staging, publication: Publication): void {
  const { codeOwners } = publication;
  if (changedCount(publication) === 0) return;
  const name = createStaging(staging);
  preparePayload(staging, name);
  const entry = join(staging.place, name);
  const payload = payloadOf(staging, name);
  try {
    for (const [file, text] of publication.writes) writeBelow(join(payload, "new"), file, text);
    if (codeOwners !== undefined) writeBelow(payload, "CODEOWNERS", codeOwners.text);
    const writes = [...publication.writes.keys()];
    const journal: Journal = Journal.parse({
      writes,
      prunes: publication.prunes,
      created: writes.filter((file) => !existsSync(join(root, file))),
    });
    writeBelow(entry, "journal.json.draft", JSON.stringify(journal));
    renameSync(join(entry, "journal.json.draft"), join(entry, "journal.json"));
    for (const file of [...journal.writes, ...journal.prunes])
      if (existsSync(join(root, file))) moveFile(join(root, file), join(payload, "old", file));
    for (const file of journal.writes) moveFile(join(payload, "new", file), join(root, file));
    if (codeOwners !== undefined) moveFile(join(payload, "CODEOWNERS"), join(codeOwners.top, codeOwners.file));
    // The publication is now complete: without the journal, a later build does not undo it.
    rmSync(join(entry, "journal.json"));
  } catch (error) {
    undo(root, staging, name);
    throw new ToolFailure(
      `cannot write the generated files: ${reasonOf(error)}`,
      "The generated files are unchanged. Check the free space and the permissions below clusters/, and run the command again.",
      { cause: error },
    );
  }
  removeStaging(staging, name);
  removeEmptyFolders(root, publication.prunes);
}

/** Whether an earlier run was interrupted while it published, or may have been: its prepared files exist without a live process. */
export function isInterrupted(staging: Staging): boolean {
  return entriesOf(staging).some((name) => ownerState(name) !== "alive");
}

/** Restores the tree to its state before interrupted publications. An interrupted recovery can be repeated. */
export function recoverPublication(root: string, staging: Staging): void {
  for (const name of entriesOf(staging))
    if (ownerState(name) === "gone") undo(root, staging, createStaging(staging, name));
}

function undo(root: string, staging: Staging, name: string): void {
  const entry = join(staging.place, name);
  const payload = payloadOf(staging, name);
  try {
    const journal = journalOf(join(entry, "journal.json"));
    if (journal !== undefined) {
      requireFolders(root, [...journal.writes, ...journal.prunes]);
      for (const file of journal.created)
        if (!existsSync(join(payload, "new", file))) rmSync(join(root, file), { force: true });
      for (const file of [...journal.writes, ...journal.prunes])
        if (existsSync(join(payload, "old", file))) moveFile(join(payload, "old", file), join(root, file));
      removeEmptyFolders(root, journal.created);
    }
    removeStaging(staging, name);
  } catch (error) {
    if (error instanceof ToolFailure) throw error;
    throw new ToolFailure(
      `cannot restore the generated files: ${reasonOf(error)}`,
      `Check the free space and the permissions below clusters/ and ${staging.place}. The next build tries to restore the files again.`,
      { cause: error },
    );
  }
}

/** Undefined if no file has moved yet. */
function journalOf(file: string): Journal | undefined {
  if (!existsSync(file)) return undefined;
  const read = Journal.safeParse(parsed(readFileSync(file, "utf8")));
  if (read.success) return read.data;
  throw new ToolFailure(
    `invalid build journal ${file}: the interrupted build cannot be undone`,
    "Another program or a user changed the journal. Remove the folder of the journal, and restore the generated files with git checkout -- clusters.",
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Rejects links: a folder in the journal can have been replaced by a link out of the tree. */
function requireFolders(root: string, files: readonly string[]): void {
  for (const folder of new Set(files.map((file) => dirname(file)))) {
    for (let path = folder; path !== "."; path = dirname(path))
      if (statIfExists(join(root, path))?.isSymbolicLink() === true)
        throw new ToolFailure(
          `invalid folder ${path}: it is a symbolic link`,
          "The interrupted build wrote files below the path of this link. Remove the link, and run the command again.",
        );
  }
}

/** Removes empty folders upwards, until a path is not an empty folder and rmdir fails. */
function removeEmptyFolders(root: string, files: readonly string[]): void {
  for (const folder of new Set(files.map((file) => dirname(file)))) {
    for (let path = folder; path.split("/").length > 2; path = dirname(path)) {
      try {
        rmdirSync(join(root, path));
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) break;
      }
    }
  }
}

function moveFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

function writeBelow(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
