import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { initialised } from "../testing/git.ts";
import { sandbox, treeOf } from "../testing/sandbox.ts";
import { isInterrupted } from "./apply.ts";
import { openStaging } from "./staging.ts";

const cli = join(import.meta.dirname, "../cli.ts");

test("a build that is killed while it writes: the next build restores and completes the tree", async () => {
  const root = initialised(sandbox("all"));
  const staging = await openStaging(root, process);
  const child = spawn(process.execPath, [cli, "build"], { cwd: root, stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("close", resolve));
  // The staging folder exists as soon as the build starts to write.
  while (!existsSync(staging.place) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 1));
  child.kill("SIGKILL");
  await ended;
  const killed = child.signalCode === "SIGKILL";
  // The build can have been about to remove its folder, or not have created its entry yet.
  const began = existsSync(staging.place) && readdirSync(staging.place).length > 0;
  expect(isInterrupted(staging)).toBe(killed && began);
  expect(readdirSync(join(root, "clusters")).sort()).toEqual(["production", "staging"]);
  expect((await tenantry(root, ["build"])).code).toBe(0);
  expect(existsSync(staging.place)).toBe(false);
  const whole = sandbox("all");
  await tenantry(whole, ["build"]);
  expect(treeOf(root, "clusters")).toEqual(treeOf(whole, "clusters"));
});
