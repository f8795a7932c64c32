import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findings, tenantry } from "../testing/command-line.ts";
import { commitAll, commitAtHead, git, initialised } from "../testing/git.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";
import { modeFindings } from "./index-modes.ts";

const id = "0".repeat(40);
const below = "clusters/production/rendered/tenants/churn";

test.each([
  ["100644", `${below}/a.yaml`, []],
  ["100755", "generator/cli.ts", []],
  ["100755", "clusters/production/cluster.yaml", []],
  ["100755", `${below}/a.yaml`, [`${below}/a.yaml`]],
  ["120000", "platform/policies/a.yaml", ["platform/policies/a.yaml"]],
  ["160000", below, [below]],
  ["160000", "clusters/production/rendered", ["clusters/production/rendered"]],
  ["160000", "clusters/.publishing", ["clusters/.publishing"]],
])("%s %s: found %j", (mode, file, found) => {
  expect(modeFindings(`${mode} ${id} 0\t${file}\0`).map(({ at }) => at.file)).toEqual(found);
});

test("check and guard report an executable and another repository among generated files", async () => {
  const root = sandbox();
  write(root, "tenants/churn.yaml", tenantText("churn"));
  await tenantry(root, ["build"]);
  initialised(root);
  expect(await findings(root)).toEqual([]);
  const file = `${below}/guardrails/limitrange-container-limits.yaml`;
  chmodSync(join(root, file), 0o755);
  git(root, "add", "--all");
  git(root, "update-index", "--add", "--cacheinfo", `160000,${commitAtHead(root)},${below}/sub`);
  mkdirSync(join(root, below, "sub"));
  const all = [`${file}:1:1 publish/unmarked`, `${below}/sub:1:1 publish/unmarked`];
  expect((await findings(root)).toSorted()).toEqual(all.toSorted());
  commitAll(root, "modes");
  const { code, out } = await tenantry(root, ["guard", "HEAD~1", "--team", "acme/platform", "--output", "json"]);
  expect(code).toBe(1);
  for (const value of [file, `${below}/sub`]) expect(out).toContain(value);
});
