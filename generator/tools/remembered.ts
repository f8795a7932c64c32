import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";

/**
 * What an earlier run found out, as a file of the cache whose first line is a digest of its name and of the rest. Nothing
 * where there is no such file, or it is not what was written: what somebody or a disk changed is found out anew.
 */
export function remembered(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  const end = text.indexOf("\n") + 1;
  const rest = text.slice(end);
  return text.slice(0, end) === firstLineOf(file, rest) ? rest : undefined;
}

/** Keeps something for later runs; a cache that takes nothing costs time, and stops nobody. */
export function remember(file: string, text: string, log: (line: string) => void): void {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, firstLineOf(file, text) + text);
    renameSync(draft, file);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    log(`nothing is remembered for the next run: ${dirname(file)} cannot be written (${reason})`);
  }
}

function firstLineOf(file: string, text: string): string {
  return `# sha256 ${createHash("sha256")
    .update(`${basename(file)}\n`)
    .update(text)
    .digest("hex")}\n`;
}
