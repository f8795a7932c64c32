import type { RuleFinding } from "../rule.ts";

/** Several pods can share a container of one ServerConfig: a finding about it is reported once. */
export function withoutDuplicateFindings(found: readonly RuleFinding[]): readonly RuleFinding[] {
  const seen = new Map<string, RuleFinding>();
  for (const finding of found) {
    const key = `${finding.at.file}:${finding.at.line}:${finding.at.column} ${finding.message}`;
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}
