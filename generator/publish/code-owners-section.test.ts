import { describe, expect, test } from "vitest";
import { withSection } from "./code-owners-section.ts";

const lines = "# Generated\n/deploy/ml/\t@acme/ml\n";
const section = `# BEGIN Tenantry deploy/ml\n${lines}# END Tenantry deploy/ml\n`;

function updated(text: string): string | readonly string[] {
  const result = withSection("CODEOWNERS", text, "deploy/ml", lines);
  return result.ok ? result.value : result.diagnostics.map(({ code, at, message }) => `${at.line} ${code} ${message}`);
}

describe("the section is written, and all other lines stay", () => {
  test.each([
    { name: "an empty file", text: "", after: section },
    { name: "a file without the section", text: "* @acme/all\n", after: `* @acme/all\n\n${section}` },
    { name: "a file without a line break at its end", text: "* @acme/all", after: `* @acme/all\n\n${section}` },
    { name: "a current section", text: `* @acme/all\n${section}`, after: `* @acme/all\n${section}` },
    {
      name: "an old section between other lines",
      text: "* @acme/all\n# BEGIN Tenantry deploy/ml\nold\n# END Tenantry deploy/ml\n\n/web/ @acme/web",
      after: `* @acme/all\n${section}\n/web/ @acme/web`,
    },
    {
      name: "lines that end with CRLF",
      text: "* @acme/all\r\n# BEGIN Tenantry deploy/ml\r\nold\r\n# END Tenantry deploy/ml\r\n/web/ @acme/web\r\n",
      after: `* @acme/all\r\n${section.replaceAll("\n", "\r\n")}/web/ @acme/web\r\n`,
    },
    {
      name: "a current section with CRLF",
      text: section.replaceAll("\n", "\r\n"),
      after: section.replaceAll("\n", "\r\n"),
    },
    {
      name: "markers in another case",
      text: "#begin tenantry deploy/ml\nold\n # End Tenantry deploy/ml\n",
      after: section,
    },
    {
      name: "the section of another folder",
      text: "# BEGIN Tenantry deploy/nlp\n/deploy/nlp/ @acme/nlp\n# END Tenantry deploy/nlp\n",
      after: `# BEGIN Tenantry deploy/nlp\n/deploy/nlp/ @acme/nlp\n# END Tenantry deploy/nlp\n\n${section}`,
    },
  ])("$name", ({ text, after }) => {
    expect(updated(text)).toBe(after);
  });
});

describe("broken markers are rejected at their line", () => {
  const begin = "# BEGIN Tenantry deploy/ml\n";
  const end = "# END Tenantry deploy/ml\n";
  test.each([
    { name: "no end", text: `a @b\n${begin}`, found: "2 publish/code-owners missing end of the section of deploy/ml" },
    { name: "no begin", text: `${end}`, found: "1 publish/code-owners missing begin of the section of deploy/ml" },
    {
      name: "the end first",
      text: `${end}${begin}`,
      found: "1 publish/code-owners missing begin of the section of deploy/ml",
    },
    {
      name: "two sections",
      text: section + section,
      found: "5 publish/code-owners duplicate marker: # BEGIN Tenantry deploy/ml",
    },
    {
      name: "two ends",
      text: section + end,
      found: "5 publish/code-owners duplicate marker: # END Tenantry deploy/ml",
    },
    {
      name: "nested begins",
      text: begin + section,
      found: "2 publish/code-owners duplicate marker: # BEGIN Tenantry deploy/ml",
    },
    {
      name: "another folder's marker inside",
      text: `${begin}# BEGIN Tenantry web\n${end}`,
      found: "2 publish/code-owners unexpected marker in the section of deploy/ml",
    },
  ])("$name: $found", ({ text, found }) => {
    expect(updated(text)).toEqual([found]);
  });

  test("lines that contain a marker are never written", () => {
    const result = withSection("CODEOWNERS", "", "deploy/ml", `${lines}# END Tenantry deploy/ml\n* @acme/evil\n`);
    expect(result.ok).toBe(false);
  });
});

describe("a line after the section, which takes precedence", () => {
  test.each([
    "*",
    "*.yaml",
    "tenants/",
    "platform",
    "/deploy/",
    "/deploy/ml",
    "/deploy/ml/tenants/churn.yaml",
    "deploy/ml/",
    "/deploy/*/tenants/",
    "/*/ml/",
    "**/tenants/",
    "/deploy/**",
    "/d[e]ploy/ml/",
  ])("%s can match files of the folder, and is rejected", (pattern) => {
    expect(updated(`${section}${pattern} @acme/evil\n`)).toEqual([
      `5 publish/code-owners pattern ${pattern} follows the section of deploy/ml, and can match files of deploy/ml`,
    ]);
  });

  test.each(["/web/", "/deploy/web/", "deploy/mlx/", "/deploy/ml2/tenants/", "/*/web/", "# * @acme/all", ""])(
    "%j cannot match files of the folder, and is allowed",
    (pattern) => {
      const text = `${section}${pattern} @acme/web\n`;
      expect(updated(text)).toBe(text);
    },
  );
});
