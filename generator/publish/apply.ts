import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { isOwnPath } from "./own-path.ts";
import { ownerState } from "./owner.ts";
import type { Publication } from "./publication.ts";
import { enterStaging, entriesOf, leaveStaging, payloadOf, preparePayload, type Staging } from "./staging.ts";
import { statIfThere } from "./tree.ts";

const Paths = z.array(z.string().refine(isOwnPath)).readonly();
/** What moves, and where the moved files lie meanwhile. Of the writes, those that no file was there for before are created. */
const Journal = z.strictObject({ writes: Paths, prunes: Paths, created: Paths });
type Journal = z.infer<typeof Journal>;

/**
 * Makes the tree what the publication says, all of it or nothing: new files are written outside the tree, a journal says
 * what will move, and only then things move. Moving takes no turn of the event loop, so Ctrl-C waits for its end; what a
 * harder end leaves half done, `recover` undoes.
 */
export function applyPublication(root: string, staging: Staging, publication: Publication): void {
  if (publication.writes.size === 0 && publication.prunes.length === 0) return;
  const name = enterStaging(staging);
  preparePayload(staging, name);
  const entry = join(staging.place, name);
  const payload = payloadOf(staging, name);
  try {
    for (const [file, text] of publication.writes) writeBelow(join(payload, "new"), file, text);
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
    // From here on the publication stands: without its journal nothing would undo it.
    rmSync(join(entry, "journal.json"));
  } catch (error) {
    undo(root, staging, name);
    throw new ToolFailure(
      `the generated tree cannot be written; it is as it was (${reasonOf(error)})`,
      "Check the space and permissions below clusters/, and call again.",
      { cause: error },
    );
  }
  leaveStaging(staging, name);
  removeEmptyFolders(root, publication.prunes);
}

/** Whether an earlier run was cut off while it published, or may have been: what it prepared is there, and it is not. */
export function isInterrupted(staging: Staging): boolean {
  return entriesOf(staging).some((name) => ownerState(name) !== "alive");
}

/** Puts the tree back to what it was before publications that were cut off. Cut off itself, it can begin again. */
export function recoverPublication(root: string, staging: Staging): void {
  for (const name of entriesOf(staging))
    if (ownerState(name) === "gone") undo(root, staging, enterStaging(staging, name));
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
    leaveStaging(staging, name);
  } catch (error) {
    if (error instanceof ToolFailure) throw error;
    throw new ToolFailure(
      `the generated tree cannot be put back to what it was (${reasonOf(error)})`,
      `Check the space and permissions below clusters/ and ${staging.place}; the next build tries again.`,
      { cause: error },
    );
  }
}

/** Nothing where nothing had moved yet. */
function journalOf(file: string): Journal | undefined {
  if (!existsSync(file)) return undefined;
  const read = Journal.safeParse(parsed(readFileSync(file, "utf8")));
  if (read.success) return read.data;
  throw new ToolFailure(
    `${file} is no journal of a build, and nothing of it is done`,
    "Somebody changed it: remove its folder, and put the tree back with git checkout -- clusters.",
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What was a folder when the journal was written may have become a link out of the tree. */
function requireFolders(root: string, files: readonly string[]): void {
  for (const folder of new Set(files.map((file) => dirname(file)))) {
    for (let path = folder; path !== "."; path = dirname(path))
      if (statIfThere(join(root, path))?.isSymbolicLink() === true)
        throw new ToolFailure(
          `${path} is a symbolic link`,
          "Remove it, and call again: a build was interrupted there.",
        );
  }
}

/** A folder that is not empty, or is none, refuses to be removed: that ends the way up. */
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
