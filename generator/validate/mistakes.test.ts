import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { junitReport } from "../diagnostics/junit.ts";
import { plainDiagnostics, textReport } from "../diagnostics/report.ts";
import { sarifReport } from "../diagnostics/sarif.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { githubReport } from "../github/annotations.ts";
import { runChecks } from "../pipeline.ts";
import { catalogue } from "../rules/table.ts";
import { tenantry } from "../testing/command-line.ts";
import { edgeChart } from "../testing/mistakes/charts.ts";
import { edit, instead, type Mark, tenantOfMistakes, writtenAt } from "../testing/mistakes/edited.ts";
import type { MistakeCase } from "../testing/mistakes/mistake.ts";
import { mistakes } from "../testing/mistakes/table.ts";
import { sandbox, tenantText, withOneArgoCD, write } from "../testing/sandbox.ts";

const good = readFileSync(join(import.meta.dirname, "../testing/mistakes/credit-risk.yaml"), "utf8");
const all = Object.entries(mistakes).flatMap(([topic, list]) => list.map((mistakeCase) => ({ ...mistakeCase, topic })));

/** A repository with a valid tenant, and a second tenant. */
function repository(): string {
  const root = withOneArgoCD(sandbox());
  write(root, tenantOfMistakes, good);
  write(root, "platform/charts/edge.yaml", edgeChart);
  write(root, "tenants/churn.yaml", tenantText("churn").replace("production: {}", "production: {}, staging: {}"));
  return root;
}

const gates = openToolchain("/nonexistent", { env: process.env, log: () => undefined }, false);

async function diagnosticsOf(root: string): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await runChecks(
    root,
    { tenants: [], clusters: [] },
    {
      gates,
      today: "2026-11-23",
      progress: () => undefined,
    },
  );
  return diagnostics.toSorted(compareDiagnostics);
}

test("the file is valid before it is edited", async () => {
  expect(await diagnosticsOf(repository())).toEqual([]);
});

test("there are more than 50 mistakes, each with a unique name", () => {
  expect(all.length).toBeGreaterThan(50);
  const names = all.map(({ name, topic }) => `${topic}: ${name}`);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(Object.entries(mistakes))("%s", (_, list) => {
  test.each(list.map((mistake) => ({ ...mistake, codes: mistake.found.map(({ code }) => code) })))(
    "$name: $codes",
    async (mistake) => {
      const root = repository();
      const marks = edit(root, mistake);
      const found = await diagnosticsOf(root);
      expect(found.map((diagnostic) => messagesOf(diagnostic, mistake))).toEqual(expected(mistake, marks));
      // Exactly the marked text is underlined.
      for (const { line, column, length } of marks)
        expect(found.find(({ at }) => at.line === line && at.column === column)?.at.length).toBe(length);
    },
  );
});

test("no output format shows the value of a secret", async () => {
  for (const mistake of mistakes["secrets"] ?? []) {
    const root = repository();
    edit(root, mistake);
    const found = await diagnosticsOf(root);
    const shown = [
      textReport(found, false),
      JSON.stringify(plainDiagnostics(found, catalogue)),
      sarifReport(found, [], catalogue),
      githubReport(found, []),
      junitReport(found, [], [], catalogue),
      JSON.stringify(found.map(({ at }) => at.excerpt)),
    ];
    for (const text of shown) {
      expect(text, mistake.name).not.toMatch(/hunter2|aHVudGVy|ghp_0123|AKIAIOSF/);
    }
  }
});

test("the JSON output has the same position, message and hint", async () => {
  const root = repository();
  const [mistake] = mistakes["fields"] ?? [];
  if (mistake === undefined) throw new Error("the table has no mistakes");
  const [mark] = edit(root, mistake);
  const { out } = await tenantry(root, ["check", "--output", "json"]);
  const { code, message, hint } = mistake.found[0] ?? {};
  expect(JSON.parse(out)).toMatchObject({
    diagnostics: [{ file: tenantOfMistakes, line: mark?.line, column: mark?.column, code, message, hint }],
  });
});

test("following the suggestion of a rule fixes its finding", async () => {
  let suggested = 0;
  const withSuggestion = ["capacity", "models", "rules"]
    .flatMap((topic) => mistakes[topic] ?? [])
    .filter(({ found }) => found.some(({ hint }) => hint?.includes("Did you mean")));
  for (const mistake of withSuggestion) {
    const root = repository();
    edit(root, mistake);
    const text = readFileSync(join(root, tenantOfMistakes), "utf8");
    for (const { hint, at } of await diagnosticsOf(root)) {
      const meant = /Did you mean (\S+)\?/.exec(hint ?? "")?.[1];
      if (meant === undefined) continue;
      suggested += 1;
      expect(meant).not.toBe(writtenAt(text, at));
      write(root, tenantOfMistakes, instead(text, at, meant));
      expect((await diagnosticsOf(root)).map(({ message }) => message)).toEqual([]);
    }
  }
  expect(suggested).toBeGreaterThan(1);
});

type Output = readonly string[];

function messagesOf({ at, code, message, hint }: Diagnostic, { file = tenantOfMistakes }: MistakeCase): Output {
  const place = `${at.line}:${at.column}`;
  return [at.file === file ? place : `${at.file}:${place}`, code, message, ...(hint === undefined ? [] : [hint])];
}

/** Findings at marks and at explicit positions, in the order of the file. */
function expected({ found }: MistakeCase, marks: readonly Mark[]): readonly Output[] {
  const left = [...marks];
  return found.map(({ at, code, message, hint }) => {
    const mark = at === undefined ? left.shift() : undefined;
    const place = at ?? `${mark?.line}:${mark?.column}`;
    return [place, code, message, ...(hint === undefined ? [] : [hint])];
  });
}
