import { expect, test } from "vitest";
import { type Block, heading, markdown } from "./document.ts";
import { plainText } from "./plain-text.ts";

const hostile = "# [x](http://evil.test) `rm` *b* _i_ <img> @acme/all ~~s~~ a_b \\\u001b[31m\u202e\nnext | cell";
const shown =
  "# \\[x\\](http://evil.test) \\`rm\\` \\*b\\* \\_i\\_ \\<img\\> @\u200bacme/all \\~\\~s\\~\\~ a_b \\\\\\\\u001b\\[31m\\\\u202e\\\\u000anext | cell";

test.each<[string, Block, string]>([
  ["text", { text: hostile }, shown],
  ["a heading", heading(2, hostile), `## ${shown}`],
  ["an item", { items: [hostile] }, `- ${shown}`],
  ["a cell", { header: ["a"], rows: [[hostile]] }, `| a |\n| --- |\n| ${shown.replace("|", "\\|")} |`],
  ["a command that contains the end of a block", { code: ["```", "x"] }, "````bash\n```\nx\n````"],
  [
    "YAML that contains the end of a block",
    { code: ["a: |", "  ```"], language: "yaml" },
    "````yaml\na: |\n  ```\n````",
  ],
])("in Markdown, %s is escaped", (_, block, expected) => {
  expect(markdown([block])).toBe(`${expected}\n`);
});

test.each<[string, Block]>([
  ["text", { text: hostile }],
  ["a heading", heading(1, hostile)],
  ["an item", { items: [hostile], numbered: true }],
  ["a cell", { header: ["a"], rows: [[hostile]] }],
  ["a command", { code: [hostile] }],
  ["YAML", { code: [hostile], language: "yaml" }],
])("on a terminal, %s is escaped", (_, block) => {
  expect(plainText([block], 80).replaceAll("\n", "")).not.toMatch(/\p{Cc}|\p{Cf}/u);
});
