import { codeOwnersFile, isGeneratedFile } from "../layout/paths.ts";

/** Only names that the generator creates: without leading dots, so that no path leads out of its folders. */
const segment = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/** Whether the generator may write or remove a path. */
export function isGeneratedPath(path: string): boolean {
  if (path === codeOwnersFile) return true;
  return path.length <= 1_000 && isGeneratedFile(path) && path.split("/").every((part) => segment.test(part));
}
