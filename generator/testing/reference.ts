import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "vitest";

/**
 * A file or folder of reference material in `../shared`. The project does not need it, and a user's clone does not have it.
 */
export function referencePath(path: string): string {
  return join(import.meta.dirname, "../../../shared", path);
}

/**
 * Tests that compare with a reference. A clone without the reference reports one skipped test, so that the run counts what it
 * did not compare, and reads nothing.
 */
export function describeReference(path: string, title: string, tests: () => void): void {
  if (existsSync(path)) describe(title, tests);
  else test.skip(`${title} (needs ${path})`);
}
