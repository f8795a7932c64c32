import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { coloured } from "../commands/context.ts";
import { catalogue } from "../rules/table.ts";
import { tenantry } from "../testing/command-line.ts";
import { finding, findingsOfMalformed, full, waived } from "../testing/findings.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";
import { junitReport } from "./junit.ts";
import { plainDiagnostics, plainWaived, textReport } from "./report.ts";
import { sarifReport } from "./sarif.ts";

describe("text", () => {
  test("a finding shows its line, its fix and related places, and the explain command once per code", () => {
    expect(
      textReport(
        [full(), { ...full(), at: { ...full().at, line: 4, excerpt: ["  x", "    name: b", "    name: c"] } }],
        false,
      ),
    ).toBe(`tenants/a.yaml:3:5  error  network/namespace-by-name
  1 | spec:
  2 |   x
  3 |     name: b
    |     ^^^^ no namespace is called x
  The nearest is x.
  instead  kubernetes.io/x
  tenants/x.yaml:7:2  called so by x
  tenants/c.yaml:8:1  and here
  npx --no-install tenantry explain network/namespace-by-name

tenants/a.yaml:4:5  error  network/namespace-by-name
  4 |     name: c
    |     ^^^^ no namespace is called x
  The nearest is x.
  instead  kubernetes.io/x
  tenants/x.yaml:7:2  called so by x
  tenants/c.yaml:8:1  and here

`);
  });

  test("the line of a finding is always shown, also for another file with the same line numbers", () => {
    const twice = textReport([full(), full(), { ...full(), at: { ...full().at, file: "tenants/b.yaml" } }], false);
    expect(twice.match(/3 \| {5}name: b/g)).toHaveLength(3);
    expect(twice.match(/1 \| spec:/g)).toHaveLength(2);
  });

  test("a long report ends with the number of findings in each file", () => {
    const many = ["a", "a", "a", "a", "a", "a", "b", "b", "long-name", "long-name"].map((name) =>
      finding("x", "error", `tenants/${name}.yaml`),
    );
    expect(textReport(many, false)).toMatch(
      /\n\n {2}tenants\/a.yaml {10}6\n {2}tenants\/b.yaml {10}2\n {2}tenants\/long-name.yaml {2}2\n$/,
    );
    expect(textReport(many.slice(1), false)).toMatch(/Did you mean b\?\n\n$/);
  });

  test("control sequences in a name are not sent to a terminal, only the report's own colours", () => {
    const plain = textReport([full(findingsOfMalformed)], false);
    expect(plain).not.toMatch(/(?!\n)\p{Cc}|[\u200f\u2028\u202e]/u);
    expect(plain.split("\n").filter((line) => line.startsWith("::"))).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
    expect(textReport([full(findingsOfMalformed)], true).replace(/\u001b\[(1|2|22|31|32|39)m/g, "")).toBe(plain);
  });

  test.each([
    { name: "a terminal", out: true, env: {}, expected: true },
    { name: "a pipe", out: false, env: {}, expected: false },
    { name: "NO_COLOR", out: true, env: { NO_COLOR: "1" }, expected: false },
    { name: "an empty NO_COLOR", out: true, env: { NO_COLOR: "" }, expected: true },
    { name: "a terminal without colours", out: true, env: { TERM: "dumb" }, expected: false },
  ])("colours: $name", ({ out, env, expected }) => {
    const nothing = (): void => undefined;
    const isTerminal = { out, err: false };
    const context = { cwd: "", env, out: nothing, err: nothing, isTerminal, now: () => 0, today: () => "" };
    expect(coloured(context)).toBe(expected);
  });
});

test("json contains the fix, related places, and waived findings with their owner", () => {
  expect(plainDiagnostics([full()], catalogue)).toMatchObject([
    {
      fix: "kubernetes.io/x",
      related: [
        { file: "tenants/x.yaml", line: 7, column: 2, message: "called so by x" },
        { file: "tenants/c.yaml", line: 8, column: 1, message: "and here" },
      ],
    },
  ]);
  expect(Object.keys(plainDiagnostics([finding("x")], catalogue)[0] ?? {})).not.toContain("related");
  expect(plainWaived([waived()], catalogue)).toMatchObject([
    { code: "network/namespace-by-name", line: 3, reason: "until x", owner: "team x", expires: "2027-03-31" },
  ]);
});

describe("sarif", () => {
  test("rules are made from the codes, and locations from the findings", () => {
    const { runs, version } = JSON.parse(sarifReport([finding("x"), finding("y", "warning")], [], catalogue));
    expect(version).toBe("2.1.0");
    expect(runs[0].tool.driver.rules).toMatchObject([
      {
        id: "input/unknown-field",
        shortDescription: { text: "A file contains a field that the schema does not define." },
      },
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
  test("a name that looks like a link is escaped, and a path is a URI", () => {
    const [result] = JSON.parse(
      sarifReport([finding(findingsOfMalformed, "error", "tenants/a b#c.yaml")], [], catalogue),
    ).runs[0].results;
    expect(result.message.text).toContain("\\[l\\](http");
    expect(result.message.text).not.toMatch(/[\n\u202e]/);
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe("tenants/a%20b%23c.yaml");
  });
  test("related places are related locations, and a fix replaces only the reported text", () => {
    const [result] = JSON.parse(sarifReport([full()], [], catalogue)).runs[0].results;
    expect(result.relatedLocations).toMatchObject([
      {
        id: 0,
        physicalLocation: { artifactLocation: { uri: "tenants/x.yaml" }, region: { startLine: 7, startColumn: 2 } },
        message: { text: "called so by x" },
      },
      { id: 1, message: { text: "and here" } },
    ]);
    expect(result.fixes).toEqual([
      {
        description: { text: "Write kubernetes.io/x instead." },
        artifactChanges: [
          {
            artifactLocation: { uri: "tenants/a.yaml", uriBaseId: "ROOT" },
            replacements: [
              {
                deletedRegion: { startLine: 3, startColumn: 5, endColumn: 9 },
                insertedContent: { text: "kubernetes.io/x" },
              },
            ],
          },
        ],
      },
    ]);
  });
  test("a waived finding is a suppressed result with its rule", () => {
    const [run] = JSON.parse(sarifReport([finding("x")], [waived()], catalogue)).runs;
    expect(run.results[0].suppressions).toBeUndefined();
    expect(run.results[1]).toMatchObject({
      ruleId: "network/namespace-by-name",
      ruleIndex: 1,
      suppressions: [{ kind: "inSource", justification: "until x (team x, until 2027-03-31)" }],
    });
    expect(run.tool.driver.rules[1].help.text).toContain("npx --no-install tenantry explain network/namespace-by-name");
  });
  test("names are escaped in related locations, fixes and suppressions too", () => {
    const message = sarifReport([full(findingsOfMalformed)], [waived(findingsOfMalformed)], catalogue);
    const [result, suppressed] = JSON.parse(message).runs[0].results;
    const texts: readonly string[] = [
      result.message.text,
      result.relatedLocations[0].message.text,
      result.fixes[0].description.text,
      suppressed.suppressions[0].justification,
    ];
    for (const text of texts) {
      expect(text).toContain("\\[l\\](http");
      expect(text).not.toMatch(/\p{Cc}|[\u200f\u2028\u202e]/u);
    }
    expect(result.relatedLocations[0].physicalLocation.artifactLocation.uri).toMatch(/^[\w%./()!*~'-]+$/);
  });
});

describe("junit", () => {
  test("the counts match the cases, and a checked item without findings passes", () => {
    const report = junitReport([finding("x"), finding("y", "warning")], [], ["3 tenants"], catalogue);
    expect(report).toContain('<testsuites tests="3" failures="1">');
    expect(report.match(/<testcase /g)).toHaveLength(3);
    expect(junitReport([], [], ["3 tenants"], catalogue)).toContain('tests="1" failures="0"');
  });
  test("a name cannot end an element, and contains only characters that XML allows", () => {
    const report = junitReport([finding(findingsOfMalformed)], [], [], catalogue);
    expect(report).not.toContain("<img");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for them
    expect(report).not.toMatch(/[\u0007\ud800]/);
    expect(report).toContain("&#10;");
  });
  test("a waived finding is skipped with its reason and owner, and a failure contains all details", () => {
    const report = junitReport([full()], [waived()], [], catalogue);
    expect(report).toContain('<testsuite name="tenantry" tests="2" failures="1" skipped="1">');
    expect(report).toContain('<skipped message="until x (team x, until 2027-03-31)"/>');
    expect(report).toContain(
      "Instead: kubernetes.io/x&#10;tenants/x.yaml:7:2 called so by x&#10;tenants/c.yaml:8:1 and here&#10;network/namespace-by-name: ",
    );
    const malformed = junitReport([full(findingsOfMalformed)], [waived(findingsOfMalformed)], [], catalogue);
    expect(malformed.match(/<testcase |<failure |<skipped /g)).toHaveLength(4);
    expect(malformed).not.toMatch(/<script|<img|(?!\n)\p{Cc}/u);
  });
});

test("check reports the same findings in every output format", async () => {
  const root = sandbox();
  write(root, "tenants/a.yaml", tenantText("a", "  model: {}\n"));
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
  write(root, "theirs/role.yaml", everything);
  await tenantry(root, ["lint", "theirs", "--output", "github"], env);
  expect(readFileSync(summary, "utf8")).toContain("theirs/role.yaml:4");
});

const everything = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: everything }
rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]
`;
