import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type CommandOutput, tenantry } from "../testing/command-line.ts";
import { initialised } from "../testing/git.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";

const serving = `
  servers: { mlserver: { template: mlserver } }
  models:
    one: { storageUri: "s3://a/one/1", requirements: [sklearn], memory: 64Mi }
    two: { storageUri: "s3://a/two/1", requirements: [sklearn], memory: 64Mi }
`;
const file = "tenants/a.yaml";

function withTenant(text = tenantText("a", serving).replace("{ production: {} }", "{ staging: {}, production: {} }")): {
  readonly root: string;
  readonly read: () => string;
  readonly run: (...argv: readonly string[]) => Promise<CommandOutput>;
} {
  const root = sandbox();
  write(root, file, text);
  return { root, read: () => readFileSync(join(root, file), "utf8"), run: (...argv) => tenantry(root, argv) };
}

describe("an edit that check rejects is not written", () => {
  test("by set: a rule's finding, with line numbers of the new text", async () => {
    const { read, run } = withTenant();
    const before = read();
    const { code, out } = await run("set", "a", "models.one.memory=100Gi");
    expect([code, out]).toEqual([1, expect.stringContaining("seldon/model-does-not-fit")]);
    expect(out).toMatch(/Nothing was written[.] Line numbers refer to tenants\/a[.]yaml after the edit[.]\n$/);
    expect(read()).toBe(before);
    const { out: data } = await run("set", "a", "models.one.memory=100Gi", "--output", "json");
    expect(JSON.parse(data)).toMatchObject({ clean: false, written: false, linesOf: `${file} after the edit` });
  });

  test("by set: a lifecycle state that comes too early", async () => {
    const { root, read, run } = withTenant();
    expect((await run("build")).code).toBe(0);
    initialised(root);
    const before = read();
    const { code, out } = await run("set", "a", "lifecycle=drained");
    expect([code, out]).toEqual([1, expect.stringContaining("lifecycle/")]);
    expect(out).toContain("Nothing was written");
    expect(read()).toBe(before);
    expect(await run("set", "a", "lifecycle=draining")).toMatchObject({ code: 0 });
  });

  test("by promote: a model that fits on one cluster only", async () => {
    const { read, run } = withTenant(
      tenantText("a", serving).replace(
        "{ production: {} }",
        '\n    production: { quota: { requests: { cpu: 2, memory: 3Gi }, limits: { cpu: 4, memory: 6Gi } } }\n    staging: { models: { one: { storageUri: "s3://a/one/2", memory: 900Gi } } }',
      ),
    );
    const before = read();
    const { code, out } = await run("promote", "a", "models", "--from", "staging", "--to", "production");
    expect([code, out]).toEqual([1, expect.stringContaining("Nothing was written")]);
    expect(read()).toBe(before);
  });

  test("by new, without a terminal", async () => {
    const { root, run } = withTenant();
    const { code, out } = await run(
      ...["new", "search", "--team", "Search", "--contact", "search@acme.test", "--github", "acme/search"],
      ...["--memory", "100Gi"],
    );
    expect([code, out]).toEqual([1, expect.stringContaining("seldon/model-does-not-fit")]);
    expect(out).toContain("Nothing was written");
    expect(existsSync(join(root, "tenants/search.yaml"))).toBe(false);
  });

  test("by new, which prompts again only for models and Servers", async () => {
    const { root } = withTenant();
    const answers = ["", "", "", "", "", "100Gi", "", "", "", "", "", "64Mi"];
    const asked: string[] = [];
    const ask = async (question: string): Promise<string> => {
      asked.push(question);
      return answers.shift() ?? "";
    };
    const flags = ["--team", "Search", "--contact", "search@acme.test", "--github", "acme/search"];
    const { code, out, err } = await tenantry(root, ["new", "search", ...flags], { ...process.env }, ask);
    expect([code, out]).toEqual([0, expect.stringContaining("is written and valid")]);
    expect(err).toContain("seldon/model-does-not-fit");
    expect(asked).toHaveLength(12);
    expect(asked.at(-1)).toBe("Memory that the loaded model needs [100Gi]: ");
    expect((await tenantry(root, ["check", "--tenant", "search"])).code).toBe(0);
  });
});

test("an edit that fixes one of two mistakes is written, and the other mistake is reported", async () => {
  const { read, run } = withTenant(tenantText("a", serving.replaceAll("64Mi", "100Gi")));
  const { code, out } = await run("set", "a", "models.one.memory=64Mi");
  expect([code, out]).toEqual([0, expect.stringMatching(/errors? already existed before the edit/)]);
  expect(read()).toContain('one: { storageUri: "s3://a/one/1", requirements: [sklearn], memory: 64Mi }');
  expect((await run("check")).code).toBe(1);
});

test("a warning of check is printed once, with the edit that introduces it", async () => {
  const { run } = withTenant();
  const { code, out } = await run("set", "a", "models.one.memory=256m");
  expect([code, out]).toEqual([0, expect.stringContaining("capacity/unlikely-quantity")]);
  expect((await run("set", "a", "models.two.memory=65Mi")).out).not.toContain("unlikely-quantity");
});
