import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
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

test("Ctrl-C during a download does not change the tree, and reports it", async () => {
  const root = sandbox("all");
  const before = treeOf(root);
  // This proxy never answers, so the schemas of the empty cache are never created.
  const proxy = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  const env = {
    ...process.env,
    GOPROXY: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    GOMODCACHE: join(root, "cache"),
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
  proxy.closeAllConnections();
  proxy.close();
  expect(code).toBe(130);
  expect(messages.join("")).toContain("Interrupted. Nothing was written.");
  const after = [...treeOf(root)].filter(([file]) => !/^cache\//.test(file));
  expect(new Map(after)).toEqual(before);
});
