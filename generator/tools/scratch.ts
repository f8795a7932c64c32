import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const open = new Set<string>();

/** A folder for files that a tool wants to read from a disk. Whoever opens it closes it. */
export function openScratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-"));
  open.add(folder);
  return folder;
}

export function closeScratch(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  open.delete(folder);
}

/** For an end that nobody waited for: a signal runs no `finally`. */
export function closeAllScratch(): void {
  for (const folder of open) closeScratch(folder);
}
