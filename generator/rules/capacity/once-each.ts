import type { Found } from "../rule.ts";

/** Several pods may share a container that one ServerConfig writes: what is said of it is said once. */
export function onceEach(found: readonly Found[]): readonly Found[] {
  const seen = new Map<string, Found>();
  for (const one of found) {
    const key = `${one.at.file}:${one.at.line}:${one.at.column} ${one.message}`;
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}
