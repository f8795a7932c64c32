import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { commitAll, git, initialised } from "../testing/git.ts";
import { hubSandbox } from "../testing/hub.ts";
import { cachedCopies, sandbox, tenantText, write } from "../testing/sandbox.ts";

const serving = `
  servers: { mlserver: { template: mlserver } }
  models:
    churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 64Mi }
`;
const merged = cachedCopies(async () => {
  const made = sandbox();
  write(made, "tenants/churn.yaml", tenantText("churn", serving));
  expect((await tenantry(made, ["build"])).code).toBe(0);
  return initialised(made);
});
let root = "";

beforeEach(async () => {
  root = await merged();
});

interface Data {
  readonly message: string;
  readonly risk: string;
  readonly clean: boolean;
  readonly statements: readonly { topic: string; risk: string; about: string; message: string; widens?: true }[];
  readonly changes: readonly { verb: string; object: { kind: string; name: string }; fields?: readonly object[] }[];
}

async function difference(...args: readonly string[]): Promise<Data> {
  const { out } = await tenantry(root, ["diff", ...args, "--output", "json"]);
  return JSON.parse(out);
}

/** Sets the spec of churn on a branch, uncommitted. */
function propose(spec: string, clusters?: string): void {
  const text = tenantText("churn", spec);
  write(root, "tenants/churn.yaml", clusters === undefined ? text : text.replace("{ production: {} }", clusters));
}

test("a tree without changes has an empty diff", async () => {
  const { code, out } = await tenantry(root, ["diff"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^Nothing changes on any cluster[.]\n/);
});

test("a new tenant shows its objects and the connections that it opens", async () => {
  write(root, "tenants/fraud-detection.yaml", tenantText("fraud-detection", "  network: { needs: [mlflow] }\n"));
  const { message, changes, statements } = await difference();
  expect(message).toBe(`1 tenant, 1 cluster, ${changes.length} objects · opens fraud-detection -> mlflow:5000`);
  expect(changes.every(({ verb }) => verb === "create" || verb === "change")).toBe(true);
  expect(statements).toContainEqual(
    expect.objectContaining({ topic: "quota", about: "ResourceQuota tenant-quota in fraud-detection", widens: true }),
  );
});

test("a changed health check shows the settings of the hub, the same before and after the build", async () => {
  root = hubSandbox();
  expect((await tenantry(root, ["build"])).code).toBe(0);
  initialised(root);
  write(root, "platform/argo-cd/health/mlops.seldon.io_Server.lua", "return { status = 'Healthy' }\n");
  const proposed = await difference();
  expect(proposed.changes).toEqual([
    expect.objectContaining({
      verb: "change",
      cluster: "platform/hubs/main",
      object: expect.objectContaining({ name: "argocd-cm" }),
    }),
  ]);
  expect((await tenantry(root, ["build"])).code).toBe(0);
  expect((await difference()).changes).toEqual(proposed.changes);
});

describe("one change of a tenant", () => {
  const experiment = (first: number, second: number): string => `
  servers: { mlserver: { template: mlserver } }
  models:
    churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 64Mi }
    next: { storageUri: "s3://churn/model/8", requirements: [sklearn], memory: 64Mi }
  experiments: { ab: { default: churn, candidates: { churn: ${first}, next: ${second} } } }
`;

  test.each([
    {
      name: "reach opens",
      after: `${serving}  network: { needs: [mlflow] }\n`,
      message: "opens churn -> mlflow:5000",
      statement: { topic: "reach", risk: "high", about: "churn -> mlflow", widens: true },
    },
    {
      name: "reach closes",
      before: `${serving}  network: { needs: [mlflow] }\n`,
      after: serving,
      message: "closes churn -> mlflow:5000",
      statement: { topic: "reach", risk: "high", about: "churn -> mlflow" },
    },
    {
      name: "access widens",
      after: `${serving}  access: { groups: { churn-people: viewer } }\n`,
      message: "gives Group churn-people more permissions in churn",
      statement: {
        topic: "access",
        risk: "high",
        about: "Group churn-people in churn",
        widens: true,
        message: expect.stringContaining("applications of guardrails in Argo CD"),
      },
    },
    {
      name: "access narrows",
      before: `${serving}  access: { groups: { churn-people: deployer } }\n`,
      after: `${serving}  access: { groups: { churn-people: viewer } }\n`,
      message: "objects",
      statement: { topic: "access", risk: "medium", about: "Group churn-people in churn" },
    },
    {
      name: "weights move",
      before: experiment(80, 20),
      after: experiment(40, 60),
      message: "1 tenant, 1 cluster, 1 object",
      statement: {
        topic: "traffic",
        risk: "medium",
        message: "The traffic split changes immediately: churn 80, next 20 → churn 40, next 60.",
      },
    },
    {
      name: "the quota grows",
      before: `${serving}  quota: { size: small }\n`,
      after: `${serving}  quota: { size: medium }\n`,
      message: "raises the quota of churn",
      statement: { topic: "quota", risk: "medium", widens: true },
    },
    {
      name: "pods restart",
      after: serving.replace("template: mlserver }", "template: mlserver, capabilities: [sklearn, extra] }"),
      message: "interrupts Server mlserver in churn",
      statement: {
        topic: "serving",
        risk: "high",
        message: expect.stringMatching(/capabilities.*pods of the Server restart/),
      },
    },
  ])("$name: $message", async ({ before, after, message, statement }) => {
    if (before !== undefined) {
      propose(before);
      await tenantry(root, ["build"]);
      commitAll(root, "before");
    }
    propose(after);
    const found = await difference("HEAD");
    expect(found.message).toContain(message);
    expect(found.statements).toContainEqual(expect.objectContaining(statement));
    // A narrowing change is not reported as a widening one.
    if (!("widens" in statement)) expect(found.statements.filter(({ widens }) => widens)).toEqual([]);
  });
});

test("a model that reaches production before staging is reported", async () => {
  propose(serving, "{ staging: {}, production: {} }");
  await tenantry(root, ["build"]);
  commitAll(root, "both");
  const moved = serving.replace("model/7", "model/8");
  propose(moved, "{ staging: {}, production: {} }");
  expect((await difference("HEAD")).message).toContain("reaches production before staging");
  // It runs on staging first.
  const old = '{ models: { churn: { storageUri: "s3://churn/model/7" } } }';
  propose(moved, `{ staging: {}, production: ${old} }`);
  await tenantry(root, ["build"]);
  commitAll(root, "staging first");
  propose(moved, "{ staging: {}, production: {} }");
  const { statements } = await difference("HEAD");
  expect(statements.filter(({ topic }) => topic === "promotion")).toEqual([]);
  expect(statements.filter(({ topic }) => topic === "serving")).toHaveLength(1);
});

test("Markdown in a name is escaped", async () => {
  propose(serving.replace("s3://churn/model/7", "s3://churn/model/](https://evil.test)@octocat<img src=x>`"));
  const { out } = await tenantry(root, ["diff", "--output", "markdown"]);
  expect(out).not.toMatch(/[^\\]\]\(https/);
  expect(out).not.toContain("@octocat");
  expect(out).not.toContain("<img");
});

describe("a base", () => {
  test.each([
    {
      name: "that does not exist",
      args: ["nowhere"],
      message: /unknown revision nowhere: it is not in this clone\n {2}Run git fetch/,
    },
    { name: "that looks like an option", args: ["--", "--output=x"], message: /unknown revision --output=x/ },
  ])("$name: $message", async ({ args, message }) => {
    const { code, err } = await tenantry(root, ["diff", ...args]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(message) });
  });

  test("must be named if this clone lacks the main branch", async () => {
    git(root, "checkout", "--quiet", "-b", "work");
    git(root, "branch", "--delete", "--force", "main");
    const { code, err } = await tenantry(root, ["diff"]);
    expect(code).toBe(2);
    expect(err).toMatch(/unknown branch main: it is not in this clone\n {2}Run git fetch origin main/);
  });

  test("in a shallow clone is missing, and the hint shows how to fetch it", async () => {
    commitAll(root, "second");
    const clone = join(root, "../", `${root.split("/").at(-1)}-shallow`);
    git(root, "clone", "--quiet", "--depth", "1", `file://${root}`, clone);
    try {
      const { code, err } = await tenantry(clone, ["diff", "HEAD~1"]);
      expect(code).toBe(2);
      expect(err).toContain("The clone is shallow. Run git fetch --unshallow origin");
    } finally {
      rmSync(clone, { recursive: true });
    }
  });

  test("of a detached head is found", async () => {
    git(root, "checkout", "--quiet", "--detach");
    expect((await tenantry(root, ["diff"])).code).toBe(0);
  });

  test("is missing without git", async () => {
    rmSync(join(root, ".git"), { recursive: true });
    const { code, err } = await tenantry(root, ["diff"]);
    expect(code).toBe(2);
    expect(err).toContain("is not in a git repository");
  });

  test("with invalid input files is compared by its objects", async () => {
    write(root, "tenants/churn.yaml", "nonsense: true\n");
    commitAll(root, "broken");
    propose(`${serving}  network: { needs: [mlflow] }\n`);
    expect((await difference("HEAD")).message).toContain("opens churn -> mlflow:5000");
  });
});

test("an override of the platform on one cluster shows its effects on the tenants of that cluster", async () => {
  propose(`${serving}  network: { needs: [mlflow] }\n`, "{ production: {}, staging: {} }");
  expect((await tenantry(root, ["build"])).code).toBe(0);
  commitAll(root, "both clusters");
  const file = join(root, "clusters/staging/cluster.yaml");
  const override = "  platform: { services: { mlflow: { ports: [{ port: 5001 }] } } }\n";
  write(root, "clusters/staging/cluster.yaml", `${readFileSync(file, "utf8")}${override}`);
  const { statements, changes } = await difference("HEAD");
  expect(changes.map(({ object }) => `${object.kind} ${object.name}`)).toEqual(["NetworkPolicy to-service-mlflow"]);
  expect(statements.filter(({ topic }) => topic === "reach")).toEqual([
    expect.objectContaining({ cluster: "staging", headline: "opens churn -> mlflow:5001", widens: true }),
    expect.objectContaining({ cluster: "staging", headline: "closes churn -> mlflow:5000" }),
  ]);
});

test("errors in the input files are printed instead of a diff", async () => {
  propose("  servers: { mlserver: { template: mlsever } }\n");
  const { code, out } = await tenantry(root, ["diff"]);
  expect(code).toBe(1);
  expect(out).toContain("unknown server template mlsever");
});

test("an untracked empty folder has an empty diff", async () => {
  mkdirSync(join(root, "clusters/production/rendered/empty"), { recursive: true });
  expect((await difference()).changes).toEqual([]);
});
