import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { catalogue } from "../rules/table.ts";
import { findings } from "../testing/command-line.ts";
import { exampleRepository } from "../testing/example-repository.ts";
import { codes } from "./codes.ts";

const generator = join(import.meta.dirname, "..");

/** All files that may report a finding: without tests, tables of codes and test helpers. */
const raising = readdirSync(generator, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .filter((file) => !/^(node_modules|testing|golden|codegen|diagnostics\/codes)/.test(file))
  .map((file) => readFileSync(join(generator, file), "utf8"))
  .join("\n");

const entries = [...catalogue].filter(([code]) => code in codes);

test("every code of the table is in the catalogue", () => {
  expect(entries.map(([code]) => code)).toEqual(Object.keys(codes));
});

test.each(entries)(
  "%s is described in whole sentences, and is reported by some file",
  (code, { summary, why, fix, notWaived }) => {
    for (const text of [summary, why, fix, notWaived]) expect(text).toMatch(/^[A-Z0-9`"].*[.]$/s);
    expect(raising).toContain(`"${code}"`);
  },
);

test.each(Object.entries(codes))("%s has messages, each a fragment that some file uses", (_, { messages }) => {
  expect(Object.keys(messages)).not.toEqual([]);
  for (const [name, message] of Object.entries<(...values: never[]) => string>(messages)) {
    const values = Array.from({ length: message.length }, () => "x") as never[];
    // A message can begin with a kind, which is capitalised.
    expect(message(...values)).toMatch(/^([a-z]|Application ).*[^.]$/);
    expect(raising).toMatch(new RegExp(`messages\\s*[.]${name}\\b`));
  }
});

test("an entry of the catalogue has no messages or hints", () => {
  const fields = entries.flatMap(([, entry]) => Object.keys(entry));
  expect(fields).not.toContain("messages");
  expect(fields).not.toContain("hints");
});

const examples = entries.flatMap(([code, { example }]) => (example === undefined ? [] : [[code, example] as const]));

test.each(examples)("%s is found in the invalid example, and not in the valid one", async (code, example) => {
  const [wrong, right] = [await codesOf(example.invalid), await codesOf(example.valid)];
  expect(wrong).toContain(code);
  expect(right.filter((candidate) => candidate === code || candidate.startsWith("input/"))).toEqual([]);
});

async function codesOf(example: string): Promise<readonly string[]> {
  return (await findings(exampleRepository(example))).map((finding) => finding.split(" ")[1] ?? "");
}
