import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { commitAll, initialised } from "../testing/git.ts";
import { addCluster, cachedCopies, mergeSpec, sandbox, treeOf, withOneArgoCD, write } from "../testing/sandbox.ts";

const tenants = ["churn", "fraud-detection", "recommendation-engine"];

/** The sample, whose tenants run on the group eu instead of on production by name. Built and committed. */
const repository = cachedCopies(async () => {
  const root = withOneArgoCD(sandbox("all"));
  mergeSpec(root, "clusters/production/cluster.yaml", { groups: ["eu"] });
  const byGroup = "  clusterGroups: { eu: {} }\n  clusters:";
  replace(root, "churn", "  clusters: { staging: {}, production: {} }", `${byGroup} { staging: {} }`);
  for (const name of ["fraud-detection", "recommendation-engine"]) {
    replace(root, name, "    production: {}\n", "");
    replace(root, name, "  clusters:", byGroup);
  }
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  return initialised(root);
});

function replace(root: string, tenant: string, from: string, to: string): void {
  const text = tenantText(root, tenant);
  expect(text).toContain(from);
  write(root, `tenants/${tenant}.yaml`, text.replace(from, to));
}

const tenantText = (root: string, tenant: string): string => readFileSync(join(root, `tenants/${tenant}.yaml`), "utf8");

interface CommandData {
  readonly message: string;
  readonly statements: readonly {
    readonly topic: string;
    readonly tenant?: string;
    readonly message: string;
    readonly widens?: true;
  }[];
  readonly steps: readonly {
    readonly edits: readonly { readonly path: readonly string[]; readonly value: unknown }[];
    readonly effects: readonly { readonly message: string }[];
  }[];
}

async function dataOf(root: string, ...argv: readonly string[]): Promise<CommandData> {
  return JSON.parse((await tenantry(root, [...argv, "--output", "json"])).out);
}

describe("a new cluster in a group", () => {
  test("gets all tenants of the group, without a change of a tenant file or of CODEOWNERS", async () => {
    const root = await repository();
    const before = treeOf(root);
    addCluster(root, "paris", 30);
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    expect(await tenantry(root, ["check", "--drift"])).toMatchObject({ code: 0 });
    const after = treeOf(root);
    const changed = [...after].filter(([file, text]) => before.get(file) !== text).map(([file]) => file);
    expect(changed.filter((file) => !file.startsWith("clusters/paris/"))).toEqual([]);
    expect([...before.keys()].filter((file) => !after.has(file))).toEqual([]);
    for (const tenant of tenants)
      expect(changed).toContain(`clusters/paris/rendered/tenants/${tenant}/guardrails/resourcequota-tenant-quota.yaml`);
  });

  test("diff has one statement about the tenants and their group, first, and plan lists each tenant", async () => {
    const root = await repository();
    addCluster(root, "paris", 30);
    const { message, statements } = await dataOf(root, "diff");
    expect(message).toMatch(/ objects · new cluster paris: 3 tenants \(by group eu\)$/);
    expect(statements[0]).toMatchObject({ topic: "clusters", about: "cluster paris", risk: "high", widens: true });
    expect(statements.filter(({ widens }) => widens)).toHaveLength(1);
    const listed = statements.map(({ topic, tenant }) => `${topic}${tenant === undefined ? "" : " of tenants"}`);
    expect([...new Set(listed)].sort()).toEqual([
      "capacity",
      "clusters",
      "platform",
      "reach",
      "secrets",
      "serving of tenants",
      "traffic of tenants",
    ]);
    const { steps } = await dataOf(root, "plan");
    const messages = steps.flatMap(({ effects }) => effects.map(({ message }) => message));
    for (const tenant of tenants) expect(messages).toContain(`Tenant ${tenant} gains cluster paris by group eu.`);
  });
});

test("guard: a new cluster with three tenants has one finding about its file and one about its effects", async () => {
  const root = await repository();
  addCluster(root, "paris", 30);
  await tenantry(root, ["build"]);
  const { code, out } = await tenantry(root, ["guard", "--team", "acme/retention", "--output", "json"]);
  expect(code).toBe(1);
  const { diagnostics }: { diagnostics: readonly { code: string; file: string }[] } = JSON.parse(out);
  expect(diagnostics.map((found) => `${found.code} ${found.file}`)).toEqual([
    "guard/platform clusters/paris/cluster.yaml",
    "guard/widens clusters/paris/cluster.yaml",
  ]);
});

test("diff states once that a tenant gains an existing cluster", async () => {
  const root = await repository();
  addCluster(root, "paris", 30, { spec: { groups: [] } });
  await tenantry(root, ["build"]);
  commitAll(root, "paris without tenants");
  addCluster(root, "paris", 30);
  const { statements } = await dataOf(root, "diff");
  const gains = statements.filter(({ message }) => /gains cluster paris/.test(message));
  expect(gains.map(({ topic, tenant }) => `${topic} ${tenant}`)).toEqual(tenants.map((name) => `clusters ${name}`));
  expect(statements.some(({ topic, tenant }) => topic === "access" && tenant === "fraud-detection")).toBe(true);
});

test("a cluster that leaves a group before its tenants are drained is rejected", async () => {
  const root = await repository();
  addCluster(root, "paris", 30);
  mergeSpec(root, "clusters/production/cluster.yaml", { groups: [] });
  const { code, out } = await tenantry(root, ["check"]);
  expect(code).toBe(1);
  for (const tenant of tenants) expect(out).toContain(`tenants/${tenant}.yaml:1:1  error  lifecycle/out-of-order`);
  expect(out).toContain("by the groups and labels in clusters/production/cluster.yaml");
});

describe("a tenant that runs on a cluster by its group", () => {
  test("set --cluster adds an entry for the cluster", async () => {
    const root = await repository();
    expect(await tenantry(root, ["set", "churn", "--cluster", "production", "quota.size=medium"])).toMatchObject({
      code: 0,
    });
    expect(tenantText(root, "churn")).toContain("clusters: { staging: {}, production: { quota: { size: medium } } }");
  });

  test("set --cluster rejects a cluster that no field selects", async () => {
    const { code, err } = await tenantry(await repository(), [
      "set",
      "churn",
      "--cluster",
      "prod",
      "quota.size=medium",
    ]);
    expect(code).toBe(2);
    expect(err).toContain("churn does not run on cluster prod");
  });

  test("promote writes an override for the cluster only", async () => {
    const root = await repository();
    await tenantry(root, ["set", "churn", "--cluster", "staging", "models.churn.storageUri=s3://churn/model/8"]);
    addCluster(root, "paris", 30);
    expect(await tenantry(root, ["promote", "churn", "--from", "staging", "--to", "production"])).toMatchObject({
      code: 0,
    });
    expect(tenantText(root, "churn")).toContain(
      "production: { models: { churn: { storageUri: s3://churn/model/8 } } }",
    );
  });

  test("promote accepts clusters of one environment in both directions, and no earlier environment", async () => {
    const root = await repository();
    addCluster(root, "paris", 20);
    const promoted = (from: string, to: string) => tenantry(root, ["promote", "churn", "--from", from, "--to", to]);
    expect(await promoted("paris", "production")).toMatchObject({ code: 0 });
    expect(await promoted("production", "paris")).toMatchObject({ code: 0 });
    const refused = { code: 2, err: expect.stringContaining("invalid direction") };
    expect(await promoted("production", "staging")).toMatchObject(refused);
    expect(await promoted("paris", "paris")).toMatchObject(refused);
  });

  test("plan drains it with an entry for the cluster, and excludes the cluster at the end", async () => {
    const { steps } = await dataOf(
      await repository(),
      ...["plan", "--tenant", "churn", "--cluster", "production", "--lifecycle", "removed"],
    );
    expect(
      steps.map(({ edits }) => edits.map(({ path, value }) => `${path.join(".")}=${JSON.stringify(value)}`)),
    ).toEqual([
      ['spec.clusters.production.lifecycle="draining"'],
      ['spec.clusters.production.lifecycle="drained"'],
      ["spec.clusters.production=null", 'spec.excludeClusters=["production"]'],
    ]);
  });

  test("explain names the group of an override, and the file of a default", async () => {
    const root = await repository();
    replace(root, "churn", "clusterGroups: { eu: {} }", "clusterGroups: { eu: { quota: { size: medium } } }");
    mergeSpec(root, "platform/platform.yaml", { tenants: { defaults: { labels: { "acme.test/a": "b" } } } });
    const size = await tenantry(root, ["explain", "churn", "quota.size"]);
    expect(size.out).toMatch(/production +medium +written for group eu, tenants\/churn.yaml:7:/);
    const label = await tenantry(root, ["explain", "churn", 'labels."acme.test/a"']);
    expect(label.out).toMatch(/production +b +defaulted, platform\/platform.yaml:/);
  });

  test("new --group writes the group instead of all clusters", async () => {
    const root = await repository();
    const flags = ["--team", "Pricing", "--contact", "pricing@acme.test", "--github", "acme/pricing"];
    const serving = ["--model", "price", "--storage-uri", "s3://pricing/price/1"];
    const { code, out } = await tenantry(root, ["new", "pricing", "--group", "eu", ...flags, ...serving]);
    expect(code).toBe(0);
    expect(out).toContain("on production automatically");
    const text = tenantText(root, "pricing");
    expect(text).toContain("  clusterGroups: { eu: {} }\n");
    expect(text).not.toContain("clusters:");
    expect(await tenantry(root, ["new", "pricing", "--group", "euu", ...flags, ...serving])).toMatchObject({
      code: 2,
      err: expect.stringContaining("Did you mean eu?"),
    });
  });

  test("new --group compares the artifact's address with the stores of the group's clusters only", async () => {
    const root = await repository();
    const stores = { minio: { locations: ["s3://{tenant}/", "s3://mlflow-artifacts/", "s3://eu-{tenant}/"] } };
    mergeSpec(root, "clusters/production/cluster.yaml", { platform: { artifactStores: stores } });
    const flags = ["--team", "Pricing", "--contact", "pricing@acme.test", "--github", "acme/pricing"];
    const newTenant = (...options: readonly string[]) =>
      tenantry(root, [
        "new",
        "pricing",
        ...options,
        ...flags,
        "--model",
        "price",
        "--storage-uri",
        "s3://eu-pricing/1",
      ]);
    expect(await newTenant("--group", "eu", "--cluster", "staging")).toMatchObject({
      code: 2,
      err: expect.stringContaining("on staging"),
    });
    expect(await newTenant("--group", "eu")).toMatchObject({ code: 0 });
  });

  test("new proposes an artifact's address with the placeholders of a location that differs on each cluster", async () => {
    const root = withOneArgoCD(sandbox());
    const locations = ["s3://mlflow-artifacts/", "s3://{environment}/{tenant}/"];
    mergeSpec(root, "platform/platform.yaml", { artifactStores: { minio: { locations } } });
    const owner = ["--team", "Pricing", "--contact", "pricing@acme.test", "--github", "acme/pricing"];
    expect(await tenantry(root, ["new", "pricing", ...owner])).toMatchObject({ code: 0 });
    expect(tenantText(root, "pricing")).toContain('storageUri: "s3://{environment}/pricing/pricing/1"');
  });
});
