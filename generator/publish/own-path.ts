import { codeOwnersFile, isGeneratedFile } from "../layout/paths.ts";

/** Only folders that the generator owns, and names that it gives: no dots in front, nothing that leads elsewhere. */
const segment = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/** Whether a path is one that the generator may write or remove. */
export function isOwnPath(path: string): boolean {
  if (path === codeOwnersFile) return true;
  return path.length <= 1_000 && isGeneratedFile(path) && path.split("/").every((part) => segment.test(part));
}
