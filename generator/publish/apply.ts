import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import type { Publication } from "./publication.ts";

/** Where a publication is prepared: on the same disk as the tree, so that every file moves in by a rename. */
const staging = "clusters/.publishing";

interface Journal {
  readonly writes: readonly string[];
  readonly prunes: readonly string[];
  /** Of the writes, those that no file was there for before. */
  readonly created: readonly string[];
}

/**
 * Makes the tree what the publication says, all of it or nothing: new files are written beside the tree, a journal says
 * what will move, and only then things move. Moving takes no turn of the event loop, so Ctrl-C waits for its end; what a
 * harder end leaves half done, `recover` undoes.
 */
export function apply(root: string, publication: Publication): void {
  if (publication.writes.size === 0 && publication.prunes.length === 0) return;
  const place = join(root, staging);
  claim(root);
  try {
    for (const [file, text] of publication.writes) writeBelow(join(place, "new"), file, text);
    const writes = [...publication.writes.keys()];
    const journal: Journal = {
      writes,
      prunes: publication.prunes,
      created: writes.filter((file) => !existsSync(join(root, file))),
    };
    writeBelow(place, "journal.json.draft", JSON.stringify(journal));
    renameSync(join(place, "journal.json.draft"), join(place, "journal.json"));
    for (const file of [...journal.writes, ...journal.prunes])
      if (existsSync(join(root, file))) move(join(root, file), join(place, "old", file));
    for (const file of journal.writes) move(join(place, "new", file), join(root, file));
    // From here on the publication stands: without its journal nothing would undo it.
    rmSync(join(place, "journal.json"));
  } catch (error) {
    recover(root);
    throw new ToolFailure(
      "the generated tree cannot be written; it is as it was",
      "Check the space and permissions below clusters/, and call again.",
      { cause: error },
    );
  }
  rmSync(place, { recursive: true, force: true });
  removeEmptyFolders(root, publication.prunes);
}

/** Whether an earlier run was cut off while it published: its preparations are there, and it is not. */
export function isInterrupted(root: string): boolean {
  return existsSync(join(root, staging)) && !isAlive(ownerOf(root));
}

/** One publication at a time: whoever makes the folder has it. */
function claim(root: string): void {
  try {
    mkdirSync(join(root, staging));
  } catch (error) {
    throw new ToolFailure("another build is writing this tree", "Wait for it to end, and call again.", {
      cause: error,
    });
  }
  writeFileSync(join(root, staging, "owner"), String(process.pid));
}

function ownerOf(root: string): number | undefined {
  try {
    return Number(readFileSync(join(root, staging, "owner"), "utf8"));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined || !Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one all the same.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Puts the tree back to what it was before a publication that was cut off. Cut off itself, it can begin again. */
export function recover(root: string): void {
  const place = join(root, staging);
  const journalFile = join(place, "journal.json");
  if (existsSync(journalFile)) {
    const journal: Journal = JSON.parse(readFileSync(journalFile, "utf8"));
    for (const file of journal.created)
      if (!existsSync(join(place, "new", file))) rmSync(join(root, file), { force: true });
    for (const file of [...journal.writes, ...journal.prunes])
      if (existsSync(join(place, "old", file))) move(join(place, "old", file), join(root, file));
    removeEmptyFolders(root, journal.created);
  }
  rmSync(place, { recursive: true, force: true });
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

function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

function writeBelow(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
