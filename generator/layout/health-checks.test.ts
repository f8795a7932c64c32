import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LuaFactory } from "wasmoon";

const folder = join(import.meta.dirname, "../../platform/argo-cd/health");

/** What Argo CD would call an object with this status. */
async function health(kind: string, status: object | undefined): Promise<unknown> {
  const lua = await new LuaFactory().createEngine();
  try {
    lua.global.set("obj", status === undefined ? {} : { status });
    return (await lua.doString(readFileSync(join(folder, `${kind}.lua`), "utf8"))).status;
  } finally {
    lua.global.close();
  }
}

const states = [
  { kind: "argoproj.io_Application", status: undefined, called: "Progressing" },
  { kind: "argoproj.io_Application", status: { sync: { status: "OutOfSync" } }, called: "Progressing" },
  { kind: "argoproj.io_Application", status: { health: { status: "Healthy" } }, called: "Healthy" },
  { kind: "argoproj.io_Application", status: { health: { status: "Degraded", message: "x" } }, called: "Degraded" },
  { kind: "PersistentVolumeClaim", status: undefined, called: "Healthy" },
  { kind: "PersistentVolumeClaim", status: { phase: "Pending" }, called: "Healthy" },
  { kind: "PersistentVolumeClaim", status: { phase: "Bound" }, called: "Healthy" },
  { kind: "PersistentVolumeClaim", status: { phase: "Lost" }, called: "Degraded" },
];

test.each(states)("$kind with $status is $called", async ({ kind, status, called }) => {
  expect(await health(kind, status)).toBe(called);
});

test("every health check is tried here", () => {
  const written = readdirSync(folder).map((file) => file.replace(/\.lua$/, ""));
  expect(new Set(states.map(({ kind }) => kind))).toEqual(new Set(written));
});
