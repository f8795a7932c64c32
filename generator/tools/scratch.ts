import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const open = new Set<string>();

/**
 * Creates a temporary folder for files that a tool reads from disk. The caller must close it.
 * @param prefix The beginning of its path. It is in the system's folder for temporary files if omitted.
 */
export function openScratch(prefix: string = join(tmpdir(), "tenantry-")): string {
  const folder = mkdtempSync(prefix);
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
