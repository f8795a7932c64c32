import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { catalogue } from "../rules/table.ts";
import { ruleReference } from "./rule-reference.ts";

test("the committed reference of rules equals the generated one (npx --no-install tenantry schema)", () => {
  expect(readFileSync(join(import.meta.dirname, "../docs/rules.md"), "utf8")).toBe(ruleReference());
});

test("every code has one page, and the waiver in the introduction is for a rule that can be waived", () => {
  const page = ruleReference();
  expect([...page.matchAll(/^### (\S+)$/gm)].map(([, code]) => code).sort()).toEqual([...catalogue.keys()].sort());
  const [, waived] = /^ {2}waivers:\n {4}(\S+):$/m.exec(page) ?? [];
  const entry = [...catalogue].find(([code]) => code === waived)?.[1];
  expect(entry).toBeDefined();
  expect(entry?.notWaived).toBeUndefined();
});
