import type { RuleFinding } from "../rule.ts";

/** Several pods may share a container that one ServerConfig writes: what is said of it is said once. */
export function duplicateClaims(found: readonly RuleFinding[]): readonly RuleFinding[] {
  const seen = new Map<string, RuleFinding>();
  for (const finding of found) {
    const key = `${finding.at.file}:${finding.at.line}:${finding.at.column} ${finding.message}`;
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}
