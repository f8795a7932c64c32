import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";

/** A tenant with one waiver that expires on the given day. */
function waiving(expires: string): string {
  const root = sandbox();
  const waiver = `  waivers:\n    images/missing: { reason: Not today, owner: Retention, expires: "${expires}" }\n`;
  write(
    root,
    "tenants/churn.yaml",
    tenantText("churn", waiver).replace("production: {}", "production: {}, staging: {}"),
  );
  return root;
}

test.each([
  { expires: "2026-12-01", within: "7", code: 0, message: "No waiver and no patched image is due within 7 days." },
  { expires: "2026-12-01", within: "8", code: 1, message: "8 days" },
  { expires: "2026-11-22", within: "0", code: 1, message: "1 day over" },
])("a waiver until $expires, within $within days: exit code $code", async ({ expires, within, code, message }) => {
  const result = await tenantry(waiving(expires), ["due", "--within", within]);
  expect(result.code).toBe(code);
  expect(result.out).toContain(message);
});

test("a waiver on two clusters is listed once, at one position", async () => {
  const { out } = await tenantry(waiving("2026-12-01"), ["due", "--output", "json"]);
  expect(JSON.parse(out).due).toEqual([
    {
      day: "2026-12-01",
      left: 8,
      what: "waiver of images/missing",
      owner: "Retention",
      reason: "Not today",
      file: "tenants/churn.yaml",
      line: 8,
    },
  ]);
});

test("a patched image is due on the day of its review", async () => {
  const root = sandbox();
  const file = "clusters/staging/cluster.yaml";
  const image =
    '{ image: "harbor.test/c:v4", fixes: [server-config-lookup], reason: Why, owner: Platform, reviewBy: "2026-12-24" }';
  const text = readFileSync(join(root, file), "utf8");
  write(
    root,
    file,
    text.replace("seldon: { pattern: dedicated }", `seldon: { pattern: dedicated, images: { controller: ${image} } }`),
  );
  const { code, out } = await tenantry(root, ["due", "--within", "31"]);
  expect(out).toContain("image harbor.test/c:v4");
  expect(code).toBe(1);
});

test.each(["-1", "soon", "1e3", ""])("%j is not a number of days", async (within) => {
  expect((await tenantry(waiving("2026-12-01"), ["due", `--within=${within}`])).code).toBe(2);
});
