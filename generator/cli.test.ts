import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sandbox, treeOf } from "./testing/sandbox.ts";

const cli = join(import.meta.dirname, "cli.ts");

test("with a pipe, stdout has only data: no progress, no colour", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "build"], {
    cwd: sandbox("all"),
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^built\n {2}tenants/);
  expect(stdout).not.toContain("\u001b");
});

test("a reader that closes the pipe early is not a failure", () => {
  const { status, stderr } = spawnSync(
    "bash",
    ["-c", `set -o pipefail; "${process.execPath}" "${cli}" schema --help | true`],
    { encoding: "utf8" },
  );
  expect([status, stderr]).toEqual([0, ""]);
});

test("Ctrl-C while tools run does not change the tree, and reports it", async () => {
  const root = sandbox("all");
  const before = treeOf(root);
  mkdirSync(join(root, "bin"));
  // This go command never ends, so the schemas of the empty cache are never created.
  writeFileSync(join(root, "bin/go"), "#!/bin/sh\nexec sleep 60\n");
  chmodSync(join(root, "bin/go"), 0o755);
  const env = {
    ...process.env,
    PATH: `${join(root, "bin")}:${process.env["PATH"] ?? ""}`,
    TENANTRY_CACHE: join(root, "cache"),
  };
  const child = spawn(process.execPath, [cli, "build"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const messages: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => {
    messages.push(chunk.toString());
    if (messages.join("").includes("generating schemas") && child.pid !== undefined) process.kill(-child.pid, "SIGINT");
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(code).toBe(130);
  expect(messages.join("")).toContain("Interrupted. Nothing was written.");
  const after = [...treeOf(root)].filter(([file]) => !/^(bin|cache)\//.test(file));
  expect(new Map(after)).toEqual(before);
});
