import { randomUUID } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { describedSchemas } from "../models/described-schemas.ts";
import { type CommandOutput, tenantry } from "../testing/command-line.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { emptyFolder, sandbox, tenantText, treeOf, write } from "../testing/sandbox.ts";
import { cacheFolder } from "../tools/cache.ts";
import { provideSchemas } from "../tools/provide-schemas.ts";
import { seldonOf } from "../validate/effective.ts";

/** A separate cache for the test, with the tools and schemas of the user's cache. */
let cache = "";
let root = "";
beforeEach(() => {
  cache = emptyFolder(randomUUID());
  for (const folder of ["tools", "schemas"]) symlinkSync(join(cacheFolder(process), folder), join(cache, folder));
  root = sandbox();
  write(
    root,
    "platform/components/extra/kustomization.yaml",
    "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [x.yaml]\n",
  );
  write(
    root,
    "platform/components/extra/x.yaml",
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndata: { a: right }\n",
  );
  write(root, "tenants/a.yaml", tenantText("a", "  servers: { s: { template: mlserver } }\n  components: [extra]\n"));
});

const run = (...argv: readonly string[]): Promise<CommandOutput> =>
  tenantry(root, argv, { ...process.env, TENANTRY_CACHE: cache, COLUMNS: "2000" });

/** Copies the part of a cache folder that the sample's clusters use, so that the test can corrupt it. */
async function ownCopy(name: "tools" | "schemas"): Promise<string> {
  const { clusters } = inventoryOf(root);
  const machine = { env: process.env, log: () => undefined };
  const used =
    name === "tools"
      ? readdirSync(join(cacheFolder(process), name))
      : await Promise.all(
          clusters.map(async (cluster) => {
            const versions = { kubernetes: cluster.spec.kubernetes.version, argoCD: cluster.spec.argoCD.version };
            const set = await provideSchemas(versions, describedSchemas(seldonOf(cluster)), machine);
            return basename(set.directory);
          }),
        );
  rmSync(join(cache, name));
  for (const key of used)
    cpSync(join(cacheFolder(process), name, key), join(cache, name, key), { recursive: true, dereference: true });
  return join(cache, name);
}

describe("a changed cache entry is ignored and computed again", () => {
  test("an object that kustomize built", async () => {
    expect((await run("build")).code).toBe(0);
    const built = treeOf(root, "clusters");
    const builds = readdirSync(join(cache, "builds"));
    expect(builds.length).toBeGreaterThan(0);
    for (const name of builds) {
      const file = join(cache, "builds", name);
      writeFileSync(file, readFileSync(file, "utf8").replace("right", "wrong"));
    }
    expect((await run("build")).code).toBe(0);
    expect(treeOf(root, "clusters")).toEqual(built);
  });

  test("one build copied over another", async () => {
    expect((await run("build")).code).toBe(0);
    const [first = ""] = readdirSync(join(cache, "builds"));
    write(root, "platform/components/extra/x.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: y }\n");
    expect((await run("build")).code).toBe(0);
    const built = treeOf(root, "clusters");
    for (const name of readdirSync(join(cache, "builds")).filter((candidate) => candidate !== first))
      cpSync(join(cache, "builds", first), join(cache, "builds", name));
    expect((await run("build")).code).toBe(0);
    expect(treeOf(root, "clusters")).toEqual(built);
  });

  test.each(["valid", "clean"])("the list of %s objects", async (list) => {
    expect((await run("build")).code).toBe(0);
    const [name = ""] = readdirSync(join(cache, list));
    const file = join(cache, list, name);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, `${text}${"0".repeat(32)}\n`);
    expect((await run("check")).code).toBe(0);
    // The list is written again, without the added entry.
    expect(readFileSync(file, "utf8")).toBe(text);
  });
});

describe("a changed tool or schema is rejected, with the folder to remove", () => {
  test.each([
    { name: "a tool", folder: "tools" as const, file: /^kubeconform$/, text: "#!/bin/sh\nexit 0\n" },
    { name: "a schema", folder: "schemas" as const, file: /^namespace-v1-v1.json$/, text: "{}" },
    { name: "an additional schema", folder: "schemas" as const, file: /^gadget.json$/, text: "{}" },
  ])("$name", async ({ folder, file, text }) => {
    const copy = await ownCopy(folder);
    for (const key of readdirSync(copy)) {
      const name = readdirSync(join(copy, key)).find((candidate) => file.test(candidate)) ?? "gadget.json";
      rmSync(join(copy, key, name), { force: true });
      writeFileSync(join(copy, key, name), text, { mode: 0o755 });
    }
    const { code, err } = await run("build", "--no-cache");
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("tenantry: changed file ") });
    expect(err).toContain(`Remove ${copy}`);
  });
});

describe("a cache that cannot be written is reported in one line, and the command succeeds", () => {
  test.each(["builds", "valid", "clean"])("%s is a file", async (name) => {
    writeFileSync(join(cache, name), "");
    const { code, err } = await run("build");
    expect(code).toBe(0);
    expect(err).toMatch(
      new RegExp(`^cannot cache results for the next run: \\S+/${name} is not writable \\(\\w+\\)\n$`),
    );
  });

  test("a folder in the place of a cached file", async () => {
    expect((await run("build")).code).toBe(0);
    for (const folder of ["builds", "valid", "clean"])
      for (const name of readdirSync(join(cache, folder))) {
        rmSync(join(cache, folder, name));
        mkdirSync(join(cache, folder, name));
      }
    expect((await run("check")).code).toBe(0);
  });
});
