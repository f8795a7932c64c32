import { describe, expect, test } from "vitest";
import { isChecked } from "./files.ts";
import { exportedTwice, retiredInName, retiredInText } from "./find.ts";
import { longestSentence, retiredInNames, retiredInProse, retiredNames } from "./list.ts";
import {
  exportsOfTypeScript,
  namesInCodeSpans,
  namesOfTypeScript,
  textsOfComments,
  textsOfMarkdown,
  textsOfTypeScript,
} from "./texts.ts";

describe("the list of retired words", () => {
  test.each(retiredInProse)('finds "$example" in prose', ({ example }) => {
    const problems = retiredInText({ line: 1, text: example }).map(({ problem }) => problem);
    expect(problems).toContain(`"${example}"`);
  });
  test.each([...retiredInNames, ...retiredNames])("finds $example as a name", ({ example }) => {
    expect(retiredInName({ line: 1, text: example })).not.toEqual([]);
  });
  test.each(retiredInNames)("finds $example as one word of a name", ({ example }) => {
    expect(retiredInName({ line: 1, text: `${example}Of` })).not.toEqual([]);
  });
});

test.each([
  "The file sets three fields.",
  "There is no error.",
  "The field is no longer used.",
  "CRD stands for CustomResourceDefinition.",
  "What does a rule read?",
])("%s has no retired word", (text) => {
  expect(retiredInText({ line: 1, text })).toEqual([]);
});

test.each([
  { words: longestSentence, problems: [] },
  { words: longestSentence + 1, problems: [`a sentence of ${longestSentence + 1} words`] },
])("a sentence of $words words gives $problems", ({ words, problems }) => {
  const text = `${Array.from({ length: words }, () => "word").join(" ")}. Another one.`;
  expect(retiredInText({ line: 1, text }).map(({ problem }) => problem)).toEqual(problems);
});

test("Markdown gives its paragraphs, list items and cells with their lines, without code and comments", () => {
  const page = [
    "# A heading",
    "A paragraph of",
    "two lines with `code; here`.",
    "",
    "```bash",
    "echo nobody",
    "```",
    "- an item",
    "<!-- nobody -->",
    "| cell | other |",
  ];
  expect(textsOfMarkdown(page.join("\n"))).toEqual([
    { line: 1, text: "A heading" },
    { line: 2, text: "A paragraph of two lines with X." },
    { line: 8, text: "an item" },
    { line: 10, text: "cell" },
    { line: 10, text: "other" },
  ]);
});

const code = [
  "/** A comment of",
  " * two lines. */",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the code that the test reads
  "const message = `unknown field ${name} of a tenant`; // and one at the end",
  'const path = "tenants/churn.yaml";',
  'test("a name of a test", () => { const text = "a string in a test"; });',
].join("\n");

test("TypeScript gives its comments and sentences", () => {
  expect(textsOfTypeScript("a.ts", code)).toEqual([
    { line: 1, text: "A comment of two lines." },
    { line: 3, text: "unknown field X of a tenant" },
    { line: 3, text: "and one at the end" },
    { line: 5, text: "a name of a test" },
    { line: 5, text: "a string in a test" },
  ]);
});

test("a test file gives its names, those of cases and comments, but not its data", () => {
  const table = `
test.each([["a name of a case", "a value of a case"]])("%s", () => {});
const cases = [{ name: "another name of a case", value: "another value of a case" }];`;
  expect(textsOfTypeScript("a.test.ts", code + table).map(({ text }) => text)).toEqual([
    "A comment of two lines.",
    "and one at the end",
    "a name of a test",
    "a name of a case",
    "another name of a case",
  ]);
});

test("YAML gives its comments and the names of steps", () => {
  const yaml = "# one\n# comment\nkey: a#b # a trailing one\n- name: Check the files\n# the last one";
  expect(textsOfComments(yaml, "#")).toEqual([
    { line: 1, text: "one comment" },
    { line: 3, text: "a trailing one" },
    { line: 4, text: "Check the files" },
    { line: 5, text: "the last one" },
  ]);
});

test("names are found where they are declared and used", () => {
  expect(namesOfTypeScript("a.ts", "const scene = 1;\nprint(scene);").map(({ text }) => text)).toEqual([
    "scene",
    "print",
    "scene",
  ]);
});

test("names in code spans of a page are found, and words outside of them are not", () => {
  expect(namesInCodeSpans("a page\nabout `sceneOf(one)` and more")).toEqual([
    { line: 2, text: "sceneOf" },
    { line: 2, text: "one" },
  ]);
});

test("a name that two files export is found, and one that is declared in a function is not", () => {
  const first = exportsOfTypeScript("a.ts", "export const a = 1;\nexport function b(): void { const d = 1; }");
  const second = exportsOfTypeScript("b.ts", "export interface a {}\nconst b = 2;\nexport default b;");
  expect(
    exportedTwice(
      new Map([
        ["a.ts", first],
        ["b.ts", second],
      ]),
    ),
  ).toEqual(new Map([["a", ["a.ts", "b.ts"]]]));
});

test("a code block without an end is an error, because the rest of the page would not be checked", () => {
  expect(() => textsOfMarkdown("```bash\nnpm start\n")).toThrow("has no end");
});

test.each([
  { file: "generator/docs/rules.md", checked: true },
  { file: ".github/workflows/main.yaml", checked: true },
  { file: ".github/workflows/deploy.yaml", checked: false },
  { file: "docs/runbook.md", checked: false },
  { file: "scripts/deploy.ts", checked: false },
  { file: "tenants/README.md", checked: false },
  { file: "generator/golden/four-patterns/tenants/a.yaml", checked: false },
])("$file is checked: $checked", ({ file, checked }) => {
  expect(isChecked(file, "")).toBe(checked);
});

test.each([
  { readme: "# Tenantry\n", checked: true },
  { readme: "# ACME's platform\n", checked: false },
])("a README that begins with $readme is checked: $checked", ({ readme, checked }) => {
  expect(isChecked("README.md", readme)).toBe(checked);
});
