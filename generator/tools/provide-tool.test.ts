import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pinnedVersions, provideTool } from "./provide-tool.ts";
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

/** A folder with a program that prints a text as its version. */
function programPrinting(name: string, text: string): string {
  const bin = mkdtempSync(join(folder, "bin-"));
  writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(bin, name), 0o755);
  return bin;
}

test.each([
  { name: "kustomize", prints: "echo v5.8.2" },
  { name: "kustomize", prints: "echo 5.8.2" },
  { name: "kubeconform", prints: "echo v0.8.0" },
] as const)("$name on the PATH that runs $prints is used, without Go", async ({ name, prints }) => {
  const bin = programPrinting(name, prints);
  expect(await provideTool(name, machine({ PATH: bin }))).toMatchObject({ path: join(bin, name) });
});

test.each([
  { prints: "echo v5.8.20", found: "its version is 5.8.20" },
  { prints: "echo '(devel)'", found: "its version is (devel)" },
  { prints: "echo v5.8.2+distribution", found: "its version is 5.8.2+distribution" },
  { prints: "echo '{kustomize/v5.8.2  2026-01-01}'", found: "its version is {kustomize/v5.8.2  2026-01-01}" },
  { prints: "echo v5.8.2; exit 1", found: "it prints no version" },
  { prints: "exit 0", found: "it prints no version" },
])("kustomize on the PATH that runs $prints is not used, and Go builds it: $found", async ({ prints, found }) => {
  const bin = programPrinting("kustomize", prints);
  const lines: string[] = [];
  const bare = { ...machine({ PATH: bin }), log: (line: string) => lines.push(line) };
  await expect(provideTool("kustomize", bare)).rejects.toMatchObject({
    name: "ToolFailure",
    message: "missing kustomize v5.8.2, and missing go command to build it",
    remedy:
      "Install Go 1.26 or later (https://go.dev/dl), put kustomize v5.8.2 on the PATH, or set a download for kustomize in spec.tools of platform/platform.yaml.",
  });
  expect(lines).toContain(`${join(bin, "kustomize")} is not used: ${found}`);
});

test("a relative folder of the PATH is ignored", async () => {
  const bin = relative(process.cwd(), programPrinting("kustomize", "echo v5.8.2"));
  await expect(provideTool("kustomize", machine({ PATH: bin }))).rejects.toMatchObject({ name: "ToolFailure" });
});

test("a program on the PATH with the configured digest is used, and one with another digest does not run", async () => {
  const bin = programPrinting("kustomize", `touch ${folder}/ran\necho v5.8.2`);
  const sha256 = createHash("sha256")
    .update(readFileSync(join(bin, "kustomize")))
    .digest("hex");
  const at = "platform/platform.yaml:9:5";
  const expected = { path: join(bin, "kustomize") };
  const path = machine({ PATH: bin });
  await expect(provideTool("kustomize", path, { sha256: "0".repeat(64), at })).rejects.toMatchObject({
    name: "ToolFailure",
    message: `invalid sha256 of ${expected.path}: ${sha256} instead of ${"0".repeat(64)} (${at})`,
  });
  expect(existsSync(join(folder, "ran"))).toBe(false);
  expect(await provideTool("kustomize", path, { sha256, at })).toMatchObject(expected);
});

test("a configured digest and no program on the PATH: nothing is built, and the message names the entry", async () => {
  const source = { sha256: "0".repeat(64), at: "platform/platform.yaml:9:5" };
  await expect(provideTool("kustomize", machine({ PATH: folder }), source)).rejects.toMatchObject({
    name: "ToolFailure",
    message: expect.stringContaining(
      "missing kustomize v5.8.2 on the PATH: its entry in spec.tools has no url (platform/platform.yaml:9:5)",
    ),
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

test("the digest of a program is its SHA-256, also after a change that keeps the path, size and time", async () => {
  const bin = programPrinting("kustomize", "echo v5.8.2 # a");
  const path = join(bin, "kustomize");
  const digest = async (): Promise<string> => (await provideTool("kustomize", machine({ PATH: bin }))).digest;
  const sha256 = (): string => createHash("sha256").update(readFileSync(path)).digest("hex");
  const { mtime } = statSync(path);
  const first = sha256();
  expect([await digest(), await digest()]).toEqual([first, first]);
  writeFileSync(path, readFileSync(path, "utf8").replace("# a", "# b"));
  utimesSync(path, mtime, mtime);
  expect(sha256()).not.toBe(first);
  expect(await digest()).toBe(sha256());
});
