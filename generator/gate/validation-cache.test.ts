import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mostRemembered, ValidationCache } from "./validation-cache.ts";

const machine = { log: () => undefined };
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tenantry-known-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("valid digests are kept", () => {
  const file = (): string => join(folder, "known");
  const known = (): ValidationCache => new ValidationCache(file(), machine.log);
  const seen = (keys: readonly string[], partial: boolean): ValidationCache => {
    const run = known();
    for (const key of keys) run.add(key);
    run.save(partial);
    return known();
  };
  const keys = (prefix: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => `${prefix}${index}`);

  test("a complete run keeps the digests of another branch", () => {
    seen(["here", "both"], false);
    const next = seen(["both", "there"], false);
    expect(["here", "both", "there"].map((key) => next.has(key))).toEqual([true, true, true]);
  });

  test.each([
    { run: "complete", partial: false, kept: false },
    { run: "partial", partial: true, kept: true },
  ])("many old digests after a $run run: kept $kept", ({ partial, kept }) => {
    seen(keys("gone", 9_000), true);
    expect(seen(["here"], partial).has("gone8999")).toBe(kept);
    expect(known().has("here")).toBe(true);
  });

  test("digests of single objects are kept up to the maximum, those of this run first", () => {
    const ofObjects = (): ValidationCache => new ValidationCache(file(), machine.log, mostRemembered);
    const save = (added: readonly string[]): ValidationCache => {
      const run = ofObjects();
      for (const key of added) run.add(key);
      run.save(true);
      return ofObjects();
    };
    save(keys("before", 15_000));
    const next = save(keys("after", 15_000));
    const keptOf = (prefix: string): number => keys(prefix, 15_000).filter((key) => next.has(key)).length;
    expect([keptOf("after"), keptOf("before")]).toEqual([15_000, 5_000]);
    const much = save(keys("much", 30_000));
    expect(keys("much", 30_000).filter((key) => much.has(key))).toHaveLength(20_000);
  });
});
