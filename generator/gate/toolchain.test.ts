import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { emptyFolder, sandbox, tenantText, write } from "../testing/sandbox.ts";
import { openToolchain } from "./toolchain.ts";

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A machine without tools, with an empty cache, and without a module proxy. */
function bareMachine(): Readonly<Record<string, string>> {
  const cache = mkdtempSync(join(tmpdir(), "tenantry-bare-"));
  made.push(cache);
  return { PATH: "/nonexistent", HOME: cache, TENANTRY_CACHE: cache, GOPROXY: "off" };
}

test.each([
  ["check", ["check"]],
  ["check without the cache", ["check", "--no-cache"]],
  ["build", ["build"]],
  ["lint of an overlay", ["lint", "theirs"]],
] as const)("%s fails without its tools and schemas, and names the missing one", async (_, argv) => {
  const root = sandbox();
  write(root, "tenants/churn.yaml", tenantText("churn"));
  write(root, "theirs/kustomization.yaml", "resources: [a.yaml]\n");
  write(root, "theirs/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: churn }\n");
  const { code, out, err } = await tenantry(root, argv, bareMachine());
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(/kustomize|kubeconform|cannot download module/);
});

test("valid groups and valid objects are remembered separately, and ignored in a fresh run", async () => {
  const root = emptyFolder("gates-remember");
  const validatorFor = (fresh: boolean): ReturnType<ReturnType<typeof openToolchain>["validator"]> =>
    openToolchain(root, { env: process.env, log: () => undefined }, fresh).validator(undefined);
  const gates = openToolchain(root, { env: process.env, log: () => undefined }, false);
  const first = await gates.validator(undefined);
  first.known.add("group");
  for (let index = 0; index < 30_000; index++) first.knownObjects.add(`object ${index}`);
  gates.remember(true);
  const next = await validatorFor(false);
  const has = ({ known, knownObjects }: typeof next): readonly boolean[] => [
    known.has("group"),
    known.has("object 0"),
    knownObjects.has("group"),
    knownObjects.has("object 0"),
    knownObjects.has("object 29999"),
  ];
  expect(has(next)).toEqual([true, false, false, true, false]);
  expect(has(await validatorFor(true))).toEqual([false, false, false, false, false]);
});
