import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { loadRepository } from "../load/load-repository.ts";
import { edit, instead, tenantOfMistakes, writtenAt } from "../testing/mistakes/edited.ts";
import { mistakes } from "../testing/mistakes/table.ts";
import { shareOf } from "../testing/sampling.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";
import { validateInventory } from "./validate-inventory.ts";

const good = readFileSync(join(import.meta.dirname, "../testing/mistakes/credit-risk.yaml"), "utf8");

/** A repository with a valid tenant that uses every kind of reference, and a second tenant. */
function repository(): string {
  const root = sandbox();
  write(root, tenantOfMistakes, good);
  write(root, "tenants/churn.yaml", tenantText("churn"));
  return root;
}

/** The findings of reading and validating a changed file, without building. */
function found(root: string, file: string, text: string): readonly Diagnostic[] {
  write(root, file, text);
  const documents = loadRepository(root);
  if (!documents.ok) return documents.diagnostics;
  return validateInventory(documents.value).diagnostics;
}

const files = [tenantOfMistakes, "platform/platform.yaml", "clusters/production/cluster.yaml"];

test.each(files)("for any misspelling in %s, following the suggestion of a hint fixes it", (file) => {
  const root = repository();
  const text = readFileSync(join(root, file), "utf8");
  let suggested = 0;
  const texts = [...misspellings(text, file === tenantOfMistakes)];
  // For a long file a smaller share is tested.
  for (const misspelled of shareOf(texts, texts.length > 100 ? 16 : 8).flat())
    suggested += checkProposal(root, file, misspelled);
  expect(suggested).toBeGreaterThan(5);
});

test("for every mistake in the table, following the suggestion of a hint fixes it", () => {
  let suggested = 0;
  const root = repository();
  for (const mistake of Object.values(mistakes).flat()) {
    const file = mistake.file ?? tenantOfMistakes;
    const original = existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : undefined;
    edit(root, mistake);
    suggested += checkProposal(root, file, readFileSync(join(root, file), "utf8"));
    if (original === undefined) rmSync(join(root, file));
    else write(root, file, original);
  }
  expect(suggested).toBeGreaterThan(20);
});

/** Checks that the suggestion of every hint fixes the text, and counts the hints that suggest a word. */
function checkProposal(root: string, file: string, text: string): number {
  let suggested = 0;
  for (const diagnostic of found(root, file, text)) {
    if (diagnostic.at.file !== file) continue;
    const written = writtenAt(text, diagnostic.at).replaceAll(/^["']|["']$/g, "");
    const about = `${diagnostic.code} ${diagnostic.message}: ${diagnostic.hint}`;
    const known = /(?:Known|Allowed): (.*)\.$/.exec(diagnostic.hint ?? "")?.[1]?.split(", ") ?? [];
    expect(known, about).not.toContain(written);
    const meant = /Did you mean (\S+)\?/.exec(diagnostic.hint ?? "")?.[1];
    if (meant === undefined) continue;
    suggested += 1;
    expect(meant, about).not.toBe(written);
    const again = found(root, file, instead(text, diagnostic.at, meant));
    // With the suggestion there is no finding left at that position, and no duplicate key.
    const still = again.filter(
      ({ code, at }) =>
        at.line === diagnostic.at.line && (at.column === diagnostic.at.column || code === "input/duplicate-key"),
    );
    expect(
      still.map(({ code, message }) => `${code} ${message}`),
      about,
    ).toEqual([]);
  }
  return suggested;
}

/** For each scalar, texts in which it is misspelled: a letter twice, another word, and the misspelling next to the right word. */
function* misspellings(text: string, also: boolean): Generator<readonly string[]> {
  const open: unknown[] = [parseDocument(text).contents];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isMap(node)) for (const { key, value } of node.items) open.push(key, value);
    if (isSeq(node)) open.push(...node.items);
    if (!isScalar(node) || typeof node.value !== "string" || node.range == null) continue;
    const [start, end] = node.range;
    const word = text.slice(start, end);
    const twice = word.replace(/([a-z])(?=[a-z.-]*["']?$)/i, "$1$1");
    const put = (other: string): string => text.slice(0, start) + other + text.slice(end);
    const isItem = /^\s*[\],]/.test(text.slice(end)) && /[[,]\s*$/.test(text.slice(0, start));
    yield [put(twice), ...(also ? [put("qqqq")] : []), ...(isItem ? [put(`${word}, ${twice}`)] : [])];
  }
}
