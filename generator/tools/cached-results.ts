import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";

/**
 * Reads a result of an earlier run from a file of the cache. The first line of the file is a digest of its name and of the
 * other lines. Undefined if the file is missing or was changed, so that the result is computed again.
 */
export function readCached(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  const end = text.indexOf("\n") + 1;
  const content = text.slice(end);
  return text.slice(0, end) === firstLineOf(file, content) ? content : undefined;
}

/** Stores a result for later runs. If the cache cannot be written, later runs are slower, but this run continues. */
export function writeCached(file: string, text: string, log: (line: string) => void): void {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, firstLineOf(file, text) + text);
    renameSync(draft, file);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    log(`cannot cache results for the next run: ${dirname(file)} is not writable (${reason})`);
  }
}

function firstLineOf(file: string, text: string): string {
  return `# sha256 ${createHash("sha256")
    .update(`${basename(file)}\n`)
    .update(text)
    .digest("hex")}\n`;
}
