import { expect, test } from "vitest";
import { nearest, suggestion } from "./nearest.ts";

test.each([
  { word: "modls", known: ["models", "module"], found: "models" },
  { word: "modls", known: ["module", "models"], found: "models" },
  { word: "MODELS", known: ["models"], found: "models" },
  { word: "quota", known: ["labels", "storage"], found: undefined },
  { word: "x", known: [], found: undefined },
  { word: "a".repeat(1_000_000), known: ["a".repeat(63)], found: "a".repeat(63) },
])("of $known.length known words the nearest to one of $word.length letters: $found", ({ word, known, found }) => {
  expect(nearest(word, known)).toBe(found);
});

test.each([
  { word: "quot", known: ["quota", "labels"], all: undefined, message: "Did you mean quota?" },
  {
    word: "quot",
    known: ["labels"],
    all: ["quota", "labels"],
    message: "quota is given already: keep one of the two.",
  },
  { word: "zzz", known: ["a", "b"], all: undefined, message: "Known here: a, b." },
  { word: "zzz", known: [], all: ["a"], message: "There is no other one." },
  { word: "zzz", known: [], all: undefined, message: "There is none to choose from." },
])("$word, where $known could stand: $message", ({ word, known, all, message }) => {
  expect(suggestion(word, known, all)).toBe(message);
});
