import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const open = new Set<string>();

/** Creates a temporary folder for files that a tool reads from disk. The caller must close it. */
export function openScratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-"));
  open.add(folder);
  return folder;
}

export function closeScratch(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  open.delete(folder);
}

/** Removes all temporary folders when the process is interrupted, because a signal runs no `finally`. */
export function closeAllScratch(): void {
  for (const folder of open) closeScratch(folder);
}
