import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalogue } from "../gate/rules/table.ts";
import { sandbox, tenantFile, tenantry, write } from "../testing/sandbox.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { githubReport, githubSummary } from "./github.ts";
import { junitReport } from "./junit.ts";
import { sarifReport } from "./sarif.ts";

const hostile = "a::error::b\n%0A,x:[l](http://evil.test) <img src=x> | ` ]]> \u0007\u202e&\ud800";

function finding(message: string, severity: Diagnostic["severity"] = "error", file = "tenants/a.yaml"): Diagnostic {
  return {
    code: "input/unknown-field",
    severity,
    message,
    hint: "Did you mean b?",
    at: { file, line: 3, column: 5, length: 4, excerpt: [] },
  };
}

describe("sarif", () => {
  test("rules come from the codes, places from the findings", () => {
    const { runs, version } = JSON.parse(sarifReport([finding("x"), finding("y", "warning")], [], catalogue));
    expect(version).toBe("2.1.0");
    expect(runs[0].tool.driver.rules).toMatchObject([
      { id: "input/unknown-field", shortDescription: { text: "A field that the schema does not know." } },
    ]);
    expect(
      runs[0].results.map(({ level, ruleIndex }: { level: string; ruleIndex: number }) => [level, ruleIndex]),
    ).toEqual([
      ["error", 0],
      ["warning", 0],
    ]);
    expect(runs[0].results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "tenants/a.yaml", uriBaseId: "ROOT" },
      region: { startLine: 3, startColumn: 5, endColumn: 9 },
    });
  });
  test("a clean run is a run without results", () => {
    expect(JSON.parse(sarifReport([], [], catalogue)).runs[0].results).toEqual([]);
  });
  test("a name that looks like a link is none, and a path is a URI", () => {
    const [result] = JSON.parse(sarifReport([finding(hostile, "error", "tenants/a b#c.yaml")], [], catalogue)).runs[0]
      .results;
    expect(result.message.text).toContain("\\[l\\](http");
    expect(result.message.text).not.toMatch(/[\n\u202e]/);
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe("tenants/a%20b%23c.yaml");
  });
});

describe("github", () => {
  test("each finding is one command, whatever it is called", () => {
    const said = githubReport([finding(hostile, "error", "tenants/a,b:c.yaml")]);
    expect(said.split("\n")).toHaveLength(2);
    expect(said).toMatch(
      /^::error file=tenants\/a%2Cb%3Ac[.]yaml,line=3,col=5,endColumn=9,title=input\/unknown-field::/,
    );
    expect(said).toContain("%250A");
  });
  test("the worst ten, and how many more", () => {
    const many = [
      ...Array.from({ length: 8 }, () => finding("w", "warning")),
      ...Array.from({ length: 8 }, () => finding("e")),
    ];
    const lines = githubReport(many).trim().split("\n");
    expect(lines.filter((line) => line.startsWith("::error"))).toHaveLength(8);
    expect(lines.filter((line) => line.startsWith("::warning"))).toHaveLength(2);
    expect(lines.at(-1)).toBe("::notice::6 more findings are in the summary");
  });
  test("the summary is a table of as many rows as findings, and obeys none of them", () => {
    const table = githubSummary([finding(hostile), finding("x")]);
    expect(table.trim().split("\n")).toHaveLength(4);
    expect(table).not.toContain("<img");
    expect(table).toContain("\\[l\\]\\(http");
    expect(githubSummary([])).toBe("");
  });
});

describe("junit", () => {
  test("counts are those of the cases; what is clean has passed", () => {
    const report = junitReport([finding("x"), finding("y", "warning")], ["3 tenants"], catalogue);
    expect(report).toContain('<testsuites tests="3" failures="1">');
    expect(report.match(/<testcase /g)).toHaveLength(3);
    expect(junitReport([], ["3 tenants"], catalogue)).toContain('tests="1" failures="0"');
  });
  test("nothing in a name ends an element, and XML can hold every character", () => {
    const report = junitReport([finding(hostile)], [], catalogue);
    expect(report).not.toContain("<img");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(report).not.toMatch(/[\u0007\ud800]/);
    expect(report).toContain("&#10;");
  });
});

test("check speaks every form, and says the same in each", async () => {
  const root = sandbox();
  write(root, "tenants/a.yaml", tenantFile("a", "  model: {}\n"));
  const summary = join(root, "summary.md");
  const env = { ...process.env, GITHUB_STEP_SUMMARY: summary };
  const sarif = await tenantry(root, ["check", "--output", "sarif"]);
  const github = await tenantry(root, ["check", "--output", "github"], env);
  const junit = await tenantry(root, ["check", "--output", "junit"]);
  expect([sarif.code, github.code, junit.code]).toEqual([1, 1, 1]);
  expect(JSON.parse(sarif.out).runs[0].results).toHaveLength(1);
  expect(github.out).toMatch(/^::error file=tenants\/a[.]yaml,line=7,/);
  expect(readFileSync(summary, "utf8")).toContain("tenants/a.yaml:7");
  expect(junit.out).toContain('failures="1"');
});
