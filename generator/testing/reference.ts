import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "vitest";

/**
 * A file or folder of material that lies beside a checkout where somebody put it. The project never needs it, and a clone of
 * a user does not have it.
 */
export function reference(path: string): string {
  return join(import.meta.dirname, "../../../shared", path);
}

/** Tests that compare with a reference. Where it is missing they are one skipped test, and nothing of them runs. */
export function describeReference(path: string, title: string, tests: () => void): void {
  if (existsSync(path)) describe(title, tests);
  else test.skip(`${title} (needs ${path})`);
}
