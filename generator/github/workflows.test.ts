import { describe, expect, test } from "vitest";
import { folderExpression, setupAction, workflows } from "../testing/workflow.ts";

const jobs = workflows.flatMap(({ file, jobs: all }) =>
  Object.entries(all).map(([name, job]) => ({ file, name, job })),
);
const steps = jobs.flatMap(({ file, name, job }) => job.steps.map((step) => ({ at: `${file} ${name}`, step })));

test("the test reads all workflows", () => {
  expect(workflows.map(({ file }) => file)).toEqual([
    "generator.yaml",
    "main.yaml",
    "nightly.yaml",
    "pull-request-result.yaml",
    "pull-request.yaml",
    "review.yaml",
  ]);
  expect(steps.length).toBeGreaterThan(40);
});

test("every action is pinned by commit, with its version in a comment", () => {
  for (const { file, text } of [...workflows, { file: "action.yaml", text: setupAction }])
    for (const line of text.split("\n").filter((part) => /^\s*(- )?uses:/.test(part)))
      expect(`${file}: ${line}`).toMatch(
        /uses: ([\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|[.]\/(trusted\/)?[.]github\/actions\/setup)$/,
      );
});

test("each action has the same version everywhere", () => {
  const versions = Map.groupBy(
    [...steps.flatMap(({ step }) => step.uses ?? []), ...usesIn(setupAction)],
    (uses) => uses.split("@")[0],
  );
  for (const [, all] of versions) expect(new Set(all).size).toBe(1);
});

function usesIn(text: string): readonly string[] {
  return [...text.matchAll(/uses: (\S+)/g)].map(([, uses = ""]) => uses);
}

test("no checkout keeps its token, and no script contains an expression", () => {
  for (const { at, step } of steps) {
    if (step.uses?.startsWith("actions/checkout@") === true)
      expect([at, step.with?.["persist-credentials"]]).toEqual([at, false]);
    if (step.run !== undefined) expect(`${at}: ${step.run}`).not.toContain("${{");
  }
});

/** Workflows that run the code of a proposal. */
const proposed = ["generator.yaml", "pull-request.yaml", "review.yaml"];

test("jobs declare all permissions, and the code of a proposal has only read permissions", () => {
  for (const { file, permissions } of workflows) expect([file, permissions]).toEqual([file, {}]);
  for (const { file, name, job } of jobs.filter((candidate) => proposed.includes(candidate.file))) {
    expect([file, name, Object.values(job.permissions ?? {}).filter((permission) => permission !== "read")]).toEqual([
      file,
      name,
      [],
    ]);
    expect(job.environment).toBeUndefined();
  }
  for (const { file, text } of workflows.filter((workflow) => proposed.includes(workflow.file)))
    expect([file, text.match(/secrets[.]|github[.]token/g)]).toEqual([file, null]);
});

test("only jobs that run the main branch's code have the App's key", () => {
  for (const { file, name, job } of jobs) {
    const keyed = JSON.stringify(job).includes("secrets.");
    if (keyed) expect([file, name, job.environment]).toEqual([file, name, "tenantry"]);
    if (keyed) expect(["main.yaml", "pull-request-result.yaml"]).toContain(file);
  }
});

test("jobs that may push or have the App's key do not restore a cache", () => {
  const trusted = jobs.filter(
    ({ job }) => job.permissions?.["contents"] === "write" || JSON.stringify(job).includes("secrets."),
  );
  expect(trusted.map(({ file, name }) => `${file} ${name}`)).toEqual([
    "main.yaml propose",
    "main.yaml publish",
    "pull-request-result.yaml commit",
    "pull-request-result.yaml guard",
  ]);
  for (const { job } of trusted)
    expect(
      job.steps.filter(({ uses, with: inputs }) => uses?.startsWith("actions/cache") || inputs?.["cache"] === "true"),
    ).toEqual([]);
});

test("the workflow after a pull request runs no code of it", () => {
  const result = jobs.filter(({ file }) => file === "pull-request-result.yaml");
  for (const { job } of result) {
    const checkouts = job.steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    const foreign = checkouts.filter((checkout) => checkout.with?.["ref"] !== undefined);
    for (const step of foreign) expect(step.with?.["path"]).toBe("proposal");
    // Without a proposal in the job, the main branch is checked out in the workspace itself.
    const folder = foreign.length > 0 ? `trusted/${folderExpression}` : folderExpression;
    expect(job.defaults?.run["working-directory"]).toBe(folder);
    for (const { run, uses, with: inputs } of job.steps) {
      expect(run ?? "").not.toMatch(/(^|[\s;&|])(npm|node|npx|bash|sh)\s+(\S*\/)?proposal/);
      expect(run ?? "").not.toMatch(/cd |working-directory/);
      if (uses?.startsWith("./") === true)
        expect([uses.startsWith("./trusted/"), inputs?.["folder"]]).toEqual([foreign.length > 0, folder]);
    }
  }
});

describe("the merge queue", () => {
  test("every workflow with a required check runs for groups of the queue", () => {
    const names = workflows.filter(({ on }) => "pull_request" in on);
    expect(names.map(({ file }) => file)).toEqual(["generator.yaml", "pull-request.yaml"]);
    for (const { on } of names) expect(on).toHaveProperty("merge_group");
    // With a path filter, a required check can wait indefinitely.
    for (const { on } of names) expect(on["pull_request"] ?? {}).not.toHaveProperty("paths");
  });
});
