import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { routedSample } from "../testing/routed-sample.ts";
import { mergeSpec, sandbox, tenantText, treeOf, write } from "../testing/sandbox.ts";
import { codeOwners } from "./code-owners.ts";

const sampleToken = { jwt: { issuer: "acme-sso", audiences: ["fraud-detection"] } };
const lines = linesOf(codeOwners(inventoryOf()));
let repository = "";

beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), "tenantry-owners-"));
  execFileSync("git", ["-C", repository, "init", "--quiet"]);
});
afterAll(() => rmSync(repository, { recursive: true }));

/**
 * The owner of each file, from the last line that matches it. CODEOWNERS has the patterns of .gitignore, so git finds the
 * matches. Each call checks one pattern, because in .gitignore the line of a folder takes precedence over those of its files.
 */
function ownersOf(files: readonly string[], owned = lines): ReadonlyMap<string, string> {
  const matched = owned.flatMap(([pattern = "", owner = ""]) =>
    pattern === "" ? [] : matching(pattern, files).map((file) => [file, owner] as const),
  );
  return new Map(matched);
}

/** The pattern and the owner of each line. */
function linesOf(text: string): readonly (readonly string[])[] {
  return text.split("\n").map((line) => (line.startsWith("#") ? [] : line.split("\t")));
}

function matching(pattern: string, files: readonly string[]): readonly string[] {
  writeFileSync(join(repository, "pattern"), `${pattern}\n`);
  const excludes = `core.excludesFile=${join(repository, "pattern")}`;
  const args = ["-C", repository, "-c", excludes, "check-ignore", "--no-index", "--stdin"];
  const { stdout } = spawnSync("git", args, { input: files.join("\n"), encoding: "utf8" });
  return stdout.split("\n").filter((line) => line !== "");
}

describe("the last matching pattern takes precedence", () => {
  const expected: readonly (readonly [file: string, owner: string])[] = [
    ["tenants/churn.yaml", "@acme/retention"],
    ["tenants/unknown.yaml", "@acme/ml-platform"],
    ["clusters/production/rendered/tenants/churn/workloads/model-churn.yaml", "@acme/retention"],
    ["clusters/staging/overlays/tenants/churn/workloads/resources.yaml", "@acme/retention"],
    ["clusters/staging/rendered/tenants/churn/guardrails/namespace-churn.yaml", ""],
    ["clusters/production/rendered/platform/tenant-namespaces/churn/namespace-churn.yaml", ""],
    ["clusters/production/overlays/platform/tenant-namespaces/churn/resources.yaml", ""],
    ["clusters/production/rendered/platform/namespaces/namespace-kafka.yaml", "@acme/ml-platform"],
    ["clusters/production/overlays/tenants/churn/guardrails/resources.yaml", ""],
    ["clusters/production/applications/tenants/churn/application-workloads.yaml", ""],
    ["clusters/production/applications/platform/application-seldon-operator.yaml", ""],
    ["clusters/production/applications/platform/application-namespaces.yaml", "@acme/ml-platform"],
    ["clusters/production/rendered/platform/seldon/networkpolicy-to-schedulers.yaml", ""],
    ["clusters/production/overlays/addons/istio/hosts.yaml", ""],
    ["clusters/production/overlays/addons/istio/README.md", "@acme/ml-platform"],
    ["clusters/production/cluster.yaml", "@acme/ml-platform"],
    ["platform/platform.yaml", "@acme/ml-platform"],
    ["generator/golden/four-patterns/tenants/churn.yaml", "@acme/ml-platform"],
    ["generator/cli.ts", "@acme/ml-platform"],
    [".github/workflows/pull-request.yaml", "@acme/ml-platform"],
    [".github/CODEOWNERS", "@acme/ml-platform"],
    ["package.json", "@acme/ml-platform"],
  ];
  let owners: ReadonlyMap<string, string> = new Map();
  beforeAll(() => {
    owners = ownersOf(expected.map(([file]) => file));
  });

  test.each(expected)("%s belongs to %s", (file, owner) => {
    expect(owners.get(file)).toBe(owner);
  });
});

test("a new tenant changes its own files, files that list tenants, and CODEOWNERS", async () => {
  const root = sandbox();
  const serving = "  servers: { mlserver: { template: mlserver } }\n";
  write(
    root,
    "tenants/churn.yaml",
    tenantText("churn", serving).replace("production: {}", "production: {}, staging: {}"),
  );
  await tenantry(root, ["build"]);
  const before = treeOf(root);
  write(
    root,
    "tenants/fraud.yaml",
    tenantText("fraud", serving).replace("production: {}", "production: {}, staging: {}"),
  );
  await tenantry(root, ["build"]);
  const touched = [...treeOf(root)].filter(([file, content]) => before.get(file) !== content).map(([file]) => file);
  const others = touched.filter((file) => !file.includes("/tenants/fraud/") && file !== "tenants/fraud.yaml");
  expect(others).toContain(".github/CODEOWNERS");
  expect(others.length).toBeGreaterThan(2);
  const owners = ownersOf(others);
  expect(others.filter((file) => owners.get(file) !== "")).toEqual([".github/CODEOWNERS"]);
});

test("a tenant that adds a route changes its own files, and files of the platform that need no review", async () => {
  const root = routedSample({});
  await tenantry(root, ["build"]);
  const before = treeOf(root);
  const route = { path: "/b", to: { model: "fraud-v1-baseline" }, host: null, authentication: sampleToken };
  mergeSpec(root, "tenants/fraud-detection.yaml", { routes: { further: route } }, "drop");
  await tenantry(root, ["build"]);
  const touched = [...treeOf(root)].filter(([file, content]) => before.get(file) !== content).map(([file]) => file);
  expect(touched.some((file) => file.includes("/tenant-edges/"))).toBe(true);
  const owners = ownersOf(touched, linesOf(codeOwners(inventoryOf(root))));
  expect(touched.filter((file) => !["", "@acme/fraud-detection"].includes(owners.get(file) ?? "missing"))).toEqual([]);
});
