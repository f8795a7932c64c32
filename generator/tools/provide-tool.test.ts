import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isPinned, pinnedVersions, provideTool } from "./provide-tool.ts";
import { run } from "./run.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tenantry-tools-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const machine = (env: Readonly<Record<string, string | undefined>>) => ({
  env: { ...env, TENANTRY_CACHE: join(folder, "cache") },
  log: () => undefined,
});

test("the pinned versions come from go.mod", () => {
  const goMod = readFileSync(join(import.meta.dirname, "go.mod"), "utf8");
  expect(pinnedVersions(goMod)).toEqual({ kustomize: "v5.8.2", kubeconform: "v0.8.0" });
  expect(() => pinnedVersions("module x\n")).toThrow("in go.mod");
});

test.each([
  {
    name: "built from its own module",
    info: "x: go1.26\n\tpath\tsigs.k8s.io/kustomize/kustomize/v5\n\tmod\tsigs.k8s.io/kustomize/kustomize/v5\tv5.8.2\th1:x\n",
    pinned: true,
  },
  {
    name: "built as a tool of another module",
    info: "x: go1.26\n\tmod\ttenantry/tools\t(devel)\n\tdep\tsigs.k8s.io/kustomize/kustomize/v5\tv5.8.2\th1:x\n",
    pinned: true,
  },
  {
    name: "another version",
    info: "x: go1.26\n\tmod\tsigs.k8s.io/kustomize/kustomize/v5\tv5.8.20\th1:x\n",
    pinned: false,
  },
  {
    name: "an unknown version",
    info: "x: go1.26\n\tmod\tsigs.k8s.io/kustomize/kustomize/v5\t(devel)\n",
    pinned: false,
  },
  {
    name: "another program that depends on its library",
    info: "x: go1.26\n\tdep\tsigs.k8s.io/kustomize/api\tv5.8.2\th1:x\n",
    pinned: false,
  },
  { name: "no build information", info: "", pinned: false },
])("$name: pinned $pinned", ({ info, pinned }) => {
  expect(isPinned(info, "kustomize", "v5.8.2")).toBe(pinned);
});

test("another program with the same name on the PATH is not used, and a missing go command is an error", async () => {
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/kustomize"), "#!/bin/sh\necho v5.8.2\n");
  chmodSync(join(folder, "bin/kustomize"), 0o755);
  await expect(provideTool("kustomize", machine({ PATH: join(folder, "bin") }))).rejects.toMatchObject({
    name: "ToolFailure",
    message: expect.stringContaining("missing go command"),
    remedy: expect.stringContaining("put kustomize v5.8.2 on the PATH"),
  });
});

test("the pinned program on the PATH is used, and nothing is built", async () => {
  const installed = await provideTool("kustomize", { env: process.env, log: () => undefined });
  const found = await provideTool(
    "kustomize",
    machine({ ...process.env, PATH: `${join(installed.path, "..")}:${process.env["PATH"] ?? ""}` }),
  );
  expect(found.path).toBe(installed.path);
});

test("a failed build reports the reason, and leaves nothing in the cache", async () => {
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/go"), "#!/bin/sh\necho no space left >&2\nexit 1\n");
  chmodSync(join(folder, "bin/go"), 0o755);
  const broken = machine({ PATH: join(folder, "bin") });
  await expect(provideTool("kubeconform", broken)).rejects.toMatchObject({
    name: "ToolFailure",
    message: expect.stringContaining("no space left"),
  });
  expect(readdirSync(join(folder, "cache/tools"))).toEqual([]);
});

test("a program that cannot be started or is terminated is a ToolFailure, one that fails is not", async () => {
  await expect(run(join(folder, "none"), [])).rejects.toMatchObject({ name: "ToolFailure" });
  await expect(run("sh", ["-c", "kill -9 $$"])).rejects.toMatchObject({
    name: "ToolFailure",
    message: expect.stringContaining("SIGKILL"),
  });
  expect(await run("sh", ["-c", "echo out; echo err >&2; exit 3"])).toMatchObject({
    code: 3,
    stdout: "out\n",
    stderr: "err\n",
  });
});
