import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LuaFactory, LuaLibraries } from "wasmoon";
import { parse } from "yaml";
import { sampleFolder } from "../init/sample-folder.ts";
import { shippedAddons } from "../load/shipped-addons.ts";
import { healthKey } from "../validate/addons/health.ts";
import { mapAtPath } from "../validate/merge.ts";

const scripts = join(sampleFolder, "platform/argo-cd/health");
const recorded = join(import.meta.dirname, "health-states");
/** The text of each health check by `<group>_<Kind>`: those of the sample, and those of the shipped add-ons. */
const checks = new Map([
  ...readdirSync(scripts).map(
    (file) => [file.replace(/\.lua$/, ""), readFileSync(join(scripts, file), "utf8")] as const,
  ),
  ...shippedAddons().flatMap(({ value }) =>
    Object.entries(mapAtPath(value, ["spec", "health"])).map(
      ([kind, text]) => [healthKey(kind), String(text)] as const,
    ),
  ),
]);
const kinds = [...checks.keys()].sort();

interface State {
  readonly state: string;
  readonly health: string;
  readonly message?: string;
  readonly object: object;
}

const states = kinds.flatMap((kind) => {
  const rows: readonly State[] = parse(readFileSync(join(recorded, `${kind}.yaml`), "utf8"));
  return rows.map((row) => ({ kind, ...row }));
});

/**
 * The health that Argo CD would report for this object, with the libraries that it gives to scripts: no strings, no
 * files, no clock.
 */
async function health(kind: string, object: object): Promise<{ readonly status: string; readonly message: string }> {
  const lua = await new LuaFactory().createEngine({ openStandardLibs: false });
  try {
    lua.global.loadLibrary(LuaLibraries.Base);
    lua.global.loadLibrary(LuaLibraries.Table);
    lua.global.set("obj", object);
    return await lua.doString(checks.get(kind) ?? "");
  } finally {
    lua.global.close();
  }
}

test.each(states)("$kind, $state: $health", async ({ kind, health: expected, message, object }) => {
  const found = await health(kind, object);
  expect({ status: found.status, message: found.message }).toEqual({
    status: expected,
    message: message ?? expect.any(String),
  });
});

test.each(kinds)("%s is tested for every health that it can return", (kind) => {
  const text = checks.get(kind) ?? "";
  const possible = new Set([...text.matchAll(/status = "([A-Z][a-z]+)"/g)].map(([, status]) => status));
  const tested = new Set(states.filter((state) => state.kind === kind).map((state) => state.health));
  for (const status of possible) expect(tested).toContain(status);
});

test("every health check has recorded states, and the other way around", () => {
  expect(
    readdirSync(recorded)
      .map((file) => file.replace(/\.yaml$/, ""))
      .sort(),
  ).toEqual(kinds);
});
