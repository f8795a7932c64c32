import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { commitAll, initialised } from "../testing/git.ts";
import { emptyFolder, write } from "../testing/sandbox.ts";
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

describe("a pull request that changes", () => {
  const workflow: unknown = parse(files.get(".github/workflows/tenantry-pull-request.yaml") ?? "");
  const steps = valueAt(workflow, ["jobs", "changes", "steps"]) as readonly { readonly id?: string; run?: string }[];
  const script = steps.find(({ id }) => id === "compare")?.run ?? "";

  /** Runs the script of the job `changes` in a repository whose last commit changes one file. */
  function outputsFor(file: string, base = "HEAD^1"): { readonly output: string; readonly number: string | undefined } {
    const root = emptyFolder();
    const temp = emptyFolder();
    write(root, "deploy/ml/tenants/churn.yaml", "a");
    write(root, "web/index.html", "a");
    initialised(root);
    write(root, file, "b");
    commitAll(root, "second");
    write(temp, "output", "");
    const env = { FOLDER: "deploy/ml", NUMBER: "7", RUNNER_TEMP: temp, GITHUB_OUTPUT: join(temp, "output") };
    execFileSync("bash", ["--noprofile", "--norc", "-euo", "pipefail", "-c", script], {
      cwd: root,
      env: { ...process.env, ...env, BASE: base },
      stdio: "pipe",
    });
    const number = join(temp, "result/pull-request");
    return {
      output: readFileSync(join(temp, "output"), "utf8"),
      number: existsSync(number) ? readFileSync(number, "utf8") : undefined,
    };
  }

  test.each([
    "deploy/ml/tenants/churn.yaml",
    "deploy/ml/new.yaml",
    ".github/CODEOWNERS",
    "CODEOWNERS",
    ".github/workflows/tenantry-main.yaml",
    ".github/actions/setup-tenantry/action.yaml",
  ])("%s: the jobs run", (file) => {
    expect(outputsFor(file)).toEqual({ output: "", number: undefined });
  });

  test.each(["web/index.html", "deploy/ml2/a", "deploy/a", ".github/workflows/web.yaml"])(
    "only %s: the jobs are skipped, and the next workflow gets the number",
    (file) => {
      expect(outputsFor(file)).toEqual({ output: "platform=false\n", number: "7\n" });
    },
  );

  test("an unknown commit: the jobs run", () => {
    expect(outputsFor("web/index.html", "0123456789abcdef0123456789abcdef01234567").output).toBe("");
  });

  test("anything: the workflow starts, and only an output of a finished comparison skips the jobs", () => {
    expect(valueAt(workflow, ["on"])).toEqual({ pull_request: null, merge_group: null });
    expect(Object.keys(valueAt(workflow, ["jobs"]) as object)).toEqual(["changes", "check", "render"]);
    for (const job of ["check", "render"]) {
      expect(valueAt(workflow, ["jobs", job, "needs"])).toBe("changes");
      expect(valueAt(workflow, ["jobs", job, "if"])).toMatch(
        /^\$\{\{ !cancelled\(\) && needs[.]changes[.]outputs[.]platform != 'false' /,
      );
    }
    expect(valueAt(workflow, ["jobs", "render", "if"])).toContain("head.repo.full_name == github.repository");
  });
});
