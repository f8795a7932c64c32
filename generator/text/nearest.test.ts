import { expect, test } from "vitest";
import { nearest, suggestion } from "./nearest.ts";

test.each([
  { word: "modls", known: ["models", "module"], found: "models" },
  { word: "modls", known: ["module", "models"], found: "models" },
  { word: "MODELS", known: ["models"], found: "models" },
  { word: "quota", known: ["labels", "storage"], found: undefined },
  { word: "x", known: [], found: undefined },
  { word: "a".repeat(1_000_000), known: ["a".repeat(63)], found: "a".repeat(63) },
])("the nearest of $known.length known words to a word of $word.length letters: $found", ({ word, known, found }) => {
  expect(nearest(word, known)).toBe(found);
});

test.each([
  { word: "quot", known: ["quota", "labels"], all: undefined, message: "Did you mean quota?" },
  {
    word: "quot",
    known: ["labels"],
    all: ["quota", "labels"],
    message: "quota is already set: remove one of the two entries.",
  },
  { word: "zzz", known: ["a", "b"], all: undefined, message: "Known: a, b." },
  { word: "zzz", known: [], all: ["a"], message: "Remove this entry. Every known name is already set: a." },
  { word: "zzz", known: [], all: undefined, message: "None are defined." },
])("$word with the known words $known: $message", ({ word, known, all, message }) => {
  expect(suggestion(word, known, all)).toBe(message);
});
