import { expect, test } from "vitest";
import { finding, findingsOfMalformed, full, waived } from "../testing/findings.ts";
import { githubReport, githubSummary } from "./annotations.ts";

test("each finding is one command, also with special characters in its file", () => {
  const message = githubReport([finding(findingsOfMalformed, "error", "tenants/a,b:c.yaml")], []);
  expect(message.split("\n")).toHaveLength(2);
  expect(message).toMatch(
    /^::error file=tenants\/a%2Cb%3Ac[.]yaml,line=3,col=5,endColumn=9,title=input\/unknown-field::/,
  );
  expect(message).toContain("%250A");
});

test("the fix and the related locations are lines of the same annotation", () => {
  expect(githubReport([full()], [])).toBe(
    "::error file=tenants/a.yaml,line=3,col=5,endColumn=9,title=network/namespace-by-name::no namespace is called x. The nearest is x.%0AInstead: kubernetes.io/x%0Atenants/x.yaml:7: called so by x%0Atenants/c.yaml:8: and here\n",
  );
  const message = githubReport([full(findingsOfMalformed)], [waived(findingsOfMalformed)]);
  expect(message.trimEnd().split("\n")).toHaveLength(2);
  expect(message).not.toMatch(/(?!\n)\p{Cc}|[\u200f\u2028\u202e]/u);
  expect(message.match(/%0A/g)).toHaveLength(3);
});

test("all waived findings are one notice", () => {
  expect(githubReport([], [waived("a"), waived("b"), waived("a")])).toBe(
    "::notice::3 findings waived (owners: team a, team b)\n",
  );
});

test("the ten worst findings are annotations, and the number of the others is a notice", () => {
  const many = [
    ...Array.from({ length: 8 }, () => finding("w", "warning")),
    ...Array.from({ length: 8 }, () => finding("e")),
  ];
  const lines = githubReport(many, []).trim().split("\n");
  expect(lines.filter((line) => line.startsWith("::error"))).toHaveLength(8);
  expect(lines.filter((line) => line.startsWith("::warning"))).toHaveLength(2);
  expect(lines.at(-1)).toBe("::notice::6 more findings are in the summary");
});

test("the summary is a table with one escaped row for each finding", () => {
  const table = githubSummary([finding(findingsOfMalformed), finding("x")], []);
  expect(table.trim().split("\n")).toHaveLength(4);
  expect(table).not.toContain("<img");
  expect(table).toContain("\\[l\\]\\(http");
  expect(githubSummary([], [])).toBe("");
});

test("the summary has the hint, the related locations and waived findings, all escaped", () => {
  const table = githubSummary([full()], [waived()]);
  expect(table.split("\n").slice(2, 4)).toEqual([
    "| error | tenants/a.yaml:3 | network/namespace-by-name | no namespace is called x. The nearest is x.<br>Instead: kubernetes.io/x<br>tenants/x.yaml:7: called so by x<br>tenants/c.yaml:8: and here |",
    "| waived | tenants/a.yaml:3 | network/namespace-by-name | no namespace is called x. The nearest is x.<br>Instead: kubernetes.io/x<br>tenants/x.yaml:7: called so by x<br>tenants/c.yaml:8: and here<br>until x \\(team x, until 2027-03-31\\) |",
  ]);
  const shown = githubSummary([full(`@acme/all ${findingsOfMalformed}`)], [waived(findingsOfMalformed)]);
  expect(shown.trimEnd().split("\n")).toHaveLength(4);
  expect(shown.replaceAll("<br>", "")).not.toMatch(/<|@\w|[^\\]\]\(|(?!\n)\p{Cc}|[\u200f\u2028\u202e]/u);
});
