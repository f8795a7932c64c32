import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { validExample } from "../diagnostics/example.ts";
import { findingsInExample } from "../testing/rule-pages.ts";
import { rules } from "./table.ts";

test("rule codes are unique, and each rule is in the folder of its topic with a test next to it", () => {
  expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
  for (const { code } of rules) {
    const [topic = "", problem] = code.split("/");
    const file = join(import.meta.dirname, topic, `${problem}.ts`);
    expect(readFileSync(file, "utf8"), code).toContain(`"${code}"`);
    expect(readFileSync(file.replace(/ts$/, "test.ts"), "utf8").length, code).toBeGreaterThan(0);
  }
});

test("every file of a topic that defines a rule is in the table", () => {
  const topics = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(topics.length).toBeGreaterThan(0);
  for (const { name } of topics) {
    const files = readdirSync(join(import.meta.dirname, name)).filter((file) => !file.endsWith(".test.ts"));
    for (const file of files) {
      const text = readFileSync(join(import.meta.dirname, name, file), "utf8");
      if (!text.includes("defineRule({")) continue;
      expect(rules.map(({ code }) => code)).toContain(`${name}/${file.replace(/\.ts$/, "")}`);
    }
  }
});

describe.each(rules.map((rule) => [rule.code, rule] as const))("%s", (_, rule) => {
  test("the summary states the violation, not the requirement", () => {
    expect(rule.summary).not.toMatch(/^(Every|Each|All)\b|\b(must|should|has to|have to)\b/);
  });
  test("its docs are whole sentences", () => {
    for (const text of [rule.summary, rule.docs.why, rule.docs.fix, rule.neverWaived ?? "Yes."])
      expect(text).toMatch(/^[\w`"].*[.]$/s);
  });
  test("the invalid example is reported, and the valid example is accepted", async () => {
    expect(await findingsInExample(rule, rule.docs.invalid)).not.toEqual([]);
    expect(await findingsInExample(rule, validExample(rule.docs))).toEqual([]);
  });
});
