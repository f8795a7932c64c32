import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalogue } from "../gate/rules/table.ts";
import { findings, type Said, tenantry } from "../testing/command-line.ts";
import { sandbox, tenantFile, write } from "../testing/sandbox.ts";

const byName = "network/namespace-by-name";

/** Outside of any repository: nothing but the code is explained. */
async function explained(...argv: readonly string[]): Promise<Said> {
  const nowhere = mkdtempSync(join(tmpdir(), "tenantry-nowhere-"));
  try {
    return await tenantry(nowhere, ["explain", ...argv]);
  } finally {
    rmSync(nowhere, { recursive: true });
  }
}

describe("a code", () => {
  test.each([...catalogue])("%s is explained from its sentence to its waiver", async (code, entry) => {
    const { out } = await explained(code);
    const parts = [code, entry.summary, entry.why, entry.example?.wrong, entry.example?.right, entry.mend];
    const places = parts
      .filter((part) => part !== undefined)
      .map((part) => out.indexOf(part.trim().split("\n")[0] ?? ""));
    expect(places).not.toContain(-1);
    expect(out.includes(`    ${code}:\n`)).toBe(entry.notWaived === undefined);
    expect(out).toContain(entry.notWaived ?? 'expires: "2027-02-21"');
  });

  test("in Markdown examples are YAML, for programs the page is data", async () => {
    const { out } = await explained(byName, "--output", "markdown");
    expect(out.match(/^```yaml$/gm)).toHaveLength(3);
    const said = JSON.parse((await explained(byName, "--output", "json")).out);
    expect(said).toMatchObject({ version: 1, command: "explain", code: byName, ...catalogue.get(byName) });
  });
});

test("without one, all codes by topic, each with its sentence", async () => {
  const { code, out } = await explained();
  expect(code).toBe(0);
  for (const [known, { summary }] of catalogue)
    expect(out.split("\n").some((line) => line.includes(known) && line.includes(summary))).toBe(true);
  expect(out.match(/^seldon$/gm)).toHaveLength(1);
  const said = JSON.parse((await explained("--output", "json")).out);
  expect(said.codes).toHaveLength(catalogue.size);
});

test.each([
  { name: "a misspelt code", asked: "network/namspace-by-name", says: `Did you mean ${byName}?` },
  { name: "a code without its topic", asked: "namespace-by-name", says: `Did you mean ${byName}?` },
  { name: "a code in capitals", asked: "NETWORK/NAMESPACE-BY-NAME", says: `Did you mean ${byName}?` },
  { name: "a word that every object knows", asked: "constructor", says: "npx tenantry explain lists all of them" },
  {
    name: "what a terminal would obey",
    asked: "a/b\u001b[31m\n::error::",
    says: "there is no code a/b\\u001b[31m\\u000a::error::\n",
  },
])("$name is no code: exit code 2, and how to go on", async ({ asked, says }) => {
  const { code, out, err } = await explained(asked);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(says);
});

test("the waiver to paste is refused until it is filled in, and taken then", async () => {
  const { out } = await explained(byName);
  const pasted = out.slice(out.lastIndexOf("    spec:\n") + "    spec:\n".length).replace(/^ {4}/gm, "");
  const root = sandbox();
  write(root, "tenants/a.yaml", tenantFile("a", pasted));
  expect(await findings(root)).toEqual([
    "tenants/a.yaml:9:15 input/placeholder",
    "tenants/a.yaml:10:14 input/placeholder",
  ]);
  write(root, "tenants/a.yaml", tenantFile("a", pasted.replace(/<.*>/g, "Team A")));
  expect(await findings(root)).toEqual(["tenants/a.yaml:8:5 waiver/unused"]);
});
