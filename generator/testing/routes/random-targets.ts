import fc from "fast-check";

const fragments = ["/", "/", "//", ".", "..", "..;", ";", "%2e", "%2E%2e", "%2f", "%5C", "\\", "a", "b", "%61"];

/** Request targets of random fragments of paths. @param more Fragments that only one proxy accepts, or rejects in its own way. */
export function randomTargets(more: readonly string[]): readonly string[] {
  return fc.sample(
    fc.array(fc.constantFrom(...fragments, ...more), { maxLength: 9 }).map((parts) => `/${parts.join("")}`),
    { numRuns: 1_500, seed: 20_261_129 },
  );
}
