import { describe, expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";

/** Commands that only read the input files, without a run. */
const questions = [["plan"], ["plan", "--clean", "--cluster", "production"], ["report"], ["reach", "a"]];

describe.each(questions.map((argv) => [argv.join(" "), argv] as const))("%s, with invalid input files", (_, argv) => {
  const wrong = (): string => {
    const root = sandbox();
    write(root, "tenants/a.yaml", tenantText("a").replace("spec:", "spec: ["));
    return root;
  };

  test("prints the errors as JSON with --output json", async () => {
    const { code, out } = await tenantry(wrong(), [...argv, "--output", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ version: 1, clean: false, diagnostics: [{ file: "tenants/a.yaml" }] });
  });

  test("prints the errors as Markdown with --output markdown", async () => {
    const { code, out } = await tenantry(wrong(), [...argv, "--output", "markdown"]);
    expect(code).toBe(1);
    expect(out).toMatch(/^## .*\n\n- tenants\/a[.]yaml:\d+:\d+ input\/syntax: /);
  });

  test("prints the errors as text by default", async () => {
    expect(await tenantry(wrong(), argv)).toMatchObject({ code: 1, out: expect.stringContaining("input/syntax") });
  });
});

describe("lint for a cluster, with invalid input files", () => {
  test.each([
    { form: "sarif", message: /^\{.*"ruleId": "input\/syntax"/s },
    { form: "github", message: /^::error file=tenants\/a[.]yaml,/ },
    { form: "junit", message: /^<[?]xml.*failures="1"/s },
    { form: "text", message: /^tenants\/a[.]yaml:\d+:\d+ / },
  ])("prints the errors as $form", async ({ form, message }) => {
    const root = sandbox();
    write(root, "tenants/a.yaml", tenantText("a").replace("spec:", "spec: ["));
    write(root, "theirs/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n");
    const argv = ["lint", "theirs", "--cluster", "production", "--output", form];
    expect(await tenantry(root, argv)).toMatchObject({ code: 1, out: expect.stringMatching(message) });
  });
});
