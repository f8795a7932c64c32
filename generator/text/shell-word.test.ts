import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellWord } from "./shell-word.ts";

test.each([
  { text: "ml-platform", word: "ml-platform" },
  { text: "deploy/ml", word: "deploy/ml" },
  { text: "ml platform", word: "'ml platform'" },
  { text: "it's", word: `'it'\\''s'` },
  { text: '$(id) `id` ; & "x" \\', word: "'$(id) `id` ; & \"x\" \\'" },
  { text: "~", word: "'~'" },
  { text: "-x", word: "./-x" },
])("$text is the word $word", ({ text, word }) => {
  expect(shellWord(text)).toBe(word);
  const read = execFileSync("sh", ["-c", `printf %s ${word}`], { encoding: "utf8" });
  expect(read.replace(/^\.\/(?=-)/, "")).toBe(text);
});
