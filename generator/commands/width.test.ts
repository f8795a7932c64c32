import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { initialised } from "../testing/git.ts";
import { cachedCopies, sandbox, write } from "../testing/sandbox.ts";

const ordinary = { ...process.env, CI: undefined, COLUMNS: undefined };

/** Lines that are too long, except for code and for long single words: an address, a command to copy. */
function tooLong(text: string, width: number): readonly string[] {
  return text.split("\n").filter((line) => {
    if (line.length <= width || line.startsWith("    ")) return false;
    return /\S\s+\S/.test(line.replace(/^\s*(-|\d+[.])?\s*/, ""));
  });
}

describe("every text fits 80 columns without a wider terminal", () => {
  const sample = cachedCopies(async () => {
    const root = sandbox("all");
    await tenantry(root, ["build"]);
    initialised(root);
    const churn = readFileSync(join(root, "tenants/churn.yaml"), "utf8");
    write(root, "tenants/churn.yaml", churn.replace("memory: 64Mi", "memory: 65Mi"));
    write(root, "tenants/search.yaml", churn.replaceAll("churn", "search").replace(/ {2}network:.*\n/, ""));
    return root;
  });

  test.each([
    "build",
    "check",
    "check --tenant churn",
    "plan",
    "plan --tenant churn --lifecycle removed",
    "plan --cluster staging --pattern standard",
    "plan --clean --cluster production --tenant churn",
    "reach churn",
    "reach churn minio:9000",
    "reach churn dns",
    "access",
    "access churn",
    "capacity",
    "explain",
    "explain network/namespace-by-name",
    "explain churn",
    "explain churn Model/churn",
    "explain churn models",
    "explain churn models.churn.memory",
    "explain models",
    "explain network.tenants",
    "due",
    "report",
    "diff",
    "set churn models.churn.memory=66Mi",
    "promote churn --from staging --to production",
    "new more --team More --contact more@acme.test --github acme/more",
  ])("tenantry %s", async (line) => {
    const { out, err } = await tenantry(await sample(), line.split(" "), ordinary);
    expect(tooLong(out, 80)).toEqual([]);
    expect(tooLong(err, 80)).toEqual([]);
    expect(out.length).toBeGreaterThan(0);
  });
});

test("the list of due waivers fits 80 columns", async () => {
  const root = sandbox("all");
  const churn = readFileSync(join(root, "tenants/churn.yaml"), "utf8");
  const waiver =
    '  waivers:\n    images/missing:\n      reason: The bureau is reached through a proxy of its own, which the security team runs\n      owner: Customer Retention\n      expires: "2026-12-01"\n';
  write(root, "tenants/churn.yaml", churn + waiver);
  const { code, out } = await tenantry(root, ["due"], ordinary);
  expect([code, tooLong(out, 80)]).toEqual([1, []]);
});

test("a wider terminal or COLUMNS allows longer lines", async () => {
  const root = sandbox("all");
  const widest = async (COLUMNS: string | undefined): Promise<number> => {
    const { out } = await tenantry(root, ["explain", "churn"], { ...ordinary, COLUMNS });
    return Math.max(...out.split("\n").map((line) => line.length));
  };
  expect(await widest("20")).toBe(await widest(undefined));
  expect(await widest("160")).toBeGreaterThan(await widest("nonsense"));
  expect(await widest("160")).toBeLessThanOrEqual(160);
});
