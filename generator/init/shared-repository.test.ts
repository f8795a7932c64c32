import { expect, test } from "vitest";
import { parse } from "yaml";
import { valueAt } from "../validate/merge.ts";
import { inSharedRepository } from "./shared-repository.ts";
import { workflowFiles } from "./shipped-files.ts";

const files = inSharedRepository(workflowFiles("main"), "deploy/ml");
const workflows = [...files].filter(([file]) => file.startsWith(".github/workflows/"));

test("every file has its own name, and replaces no file of another project", () => {
  expect([...files.keys()].sort()).toEqual([
    ".github/actions/setup-tenantry/action.yaml",
    ".github/workflows/tenantry-main.yaml",
    ".github/workflows/tenantry-nightly.yaml",
    ".github/workflows/tenantry-pull-request-result.yaml",
    ".github/workflows/tenantry-pull-request.yaml",
    ".github/workflows/tenantry-review.yaml",
  ]);
});

test.for(workflows)("%s: its name, its concurrency group and its folder are the platform's", ([file, text]) => {
  const workflow: unknown = parse(text);
  expect(valueAt(workflow, ["name"])).toMatch(/^tenantry /);
  expect(valueAt(workflow, ["concurrency", "group"])).toMatch(/^tenantry-/);
  if (!file.endsWith("review.yaml")) expect(valueAt(workflow, ["env", "FOLDER"])).toBe("deploy/ml");
  const actions = [...text.matchAll(/uses: ([.]\/\S+)/g)].map(([, uses]) => uses);
  for (const uses of actions) expect(uses).toMatch(/^[.]\/(trusted\/)?[.]github\/actions\/setup-tenantry$/);
});

test("the comments name only files that exist", () => {
  const named = workflows.flatMap(([, text]) =>
    [...text.matchAll(/^# .*?\b([a-z-]+[.]yaml)\b/gm)].map(([, file]) => file),
  );
  expect(named.length).toBeGreaterThan(1);
  expect(named.filter((file) => !files.has(`.github/workflows/${file}`))).toEqual([]);
});

test("the workflow after a pull request waits for the renamed workflows", () => {
  const text = files.get(".github/workflows/tenantry-pull-request-result.yaml") ?? "";
  const names = workflows.map(([, workflow]) => valueAt(parse(workflow), ["name"]));
  const awaited = valueAt(parse(text), ["on", "workflow_run", "workflows"]);
  expect(awaited).toEqual(["tenantry pull request", "tenantry review"]);
  expect(names).toEqual(expect.arrayContaining(awaited as string[]));
  const compared = [...text.matchAll(/workflow_run[.]name == '([^']*)'/g)].map(([, name]) => name);
  expect(new Set(compared)).toEqual(new Set(["tenantry pull request"]));
});
