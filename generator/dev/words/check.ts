import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { longestSentence, type RetiredWord, retiredInNames, retiredInProse, retiredNames } from "./list.ts";
import { namesOfTypeScript, type Text, textsOfMarkdown, textsOfTypeScript } from "./texts.ts";

const root = join(import.meta.dirname, "../../..");
const wanted = process.argv.slice(2);
const files = execFileSync("git", ["-C", root, "ls-files", "-co", "--exclude-standard"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => /[.](ts|md|hbs)$/.test(file))
  .filter(
    (file) =>
      !/^(clusters|tenants|platform)[/]|^generator[/](golden|dev[/]words)[/]|models[/]retired-fields[.]ts$/.test(file),
  )
  .filter((file) => wanted.length === 0 || wanted.some((start) => file.startsWith(start)));

let texts = 0;
let found = 0;
for (const file of files) {
  let source: string;
  try {
    source = readFileSync(join(root, file), "utf8");
  } catch {
    continue;
  }
  const isCode = file.endsWith(".ts");
  for (const text of isCode ? textsOfTypeScript(file, source) : textsOfMarkdown(source)) {
    texts += 1;
    for (const word of retiredInProse) if (word.pattern.test(text.text)) report(file, text, word);
    for (const sentence of text.text.split(/[.!?:](?:\s|$)/)) {
      const count = sentence.split(/\s+/).length;
      if (count > longestSentence)
        report(file, text, {
          name: `a sentence of ${count} words`,
          pattern: /^/,
          instead: "two sentences",
          reason: "One thought a sentence.",
        });
    }
  }
  if (!isCode) continue;
  for (const name of namesOfTypeScript(file, source)) {
    for (const word of retiredNames) if (word.pattern.test(name.text)) report(file, name, word);
    for (const part of name.text.split(/(?<=[a-z0-9])(?=[A-Z])|_/))
      for (const word of retiredInNames) if (word.pattern.test(part)) report(file, name, word);
  }
}

function report(file: string, { line, text }: Text, { name, instead }: RetiredWord): void {
  found += 1;
  process.stdout.write(
    `${file}:${line}  ${name} -> ${instead}  | ${text.length > 200 ? `${text.slice(0, 200)}…` : text}\n`,
  );
}

process.stdout.write(`${texts} texts in ${files.length} files, ${found} to change\n`);
process.exitCode = found === 0 && texts > 0 ? 0 : 1;
