import { codeOwnersFile } from "../layout/code-owners.ts";

/** Only folders that the generator owns, and names that it gives: no dots in front, nothing that leads elsewhere. */
const segment = "[A-Za-z0-9_][A-Za-z0-9._-]*";
const ownPath = new RegExp(
  `^(clusters/${segment}/(applications|bootstrap|overlays|rendered)|platform/policies)(/${segment})+$`,
);

/** Whether a path is one that the generator may write or remove. */
export function isOwnPath(path: string): boolean {
  return path === codeOwnersFile || (path.length <= 1_000 && ownPath.test(path));
}
