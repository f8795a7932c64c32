import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { exportedTwice, retiredInName, retiredInText } from "./find.ts";
import {
  exportsOfTypeScript,
  namesInCodeSpans,
  namesOfTypeScript,
  type Text,
  textsOfComments,
  textsOfMarkdown,
  textsOfTypeScript,
} from "./texts.ts";

/** The texts of a file, by the end of its name. */
const readers: Readonly<Record<string, (file: string, source: string) => readonly Text[]>> = {
  ".ts": textsOfTypeScript,
  ".md": (_, source) => textsOfMarkdown(source),
  ".hbs": (_, source) => textsOfMarkdown(source),
  ".yaml": (_, source) => textsOfComments(source, "#"),
  ".yml": (_, source) => textsOfComments(source, "#"),
  ".go": (_, source) => textsOfComments(source, "//"),
  ".mjs": (_, source) => textsOfComments(source, "//"),
};

/** Not read: files of users, generated trees, quoted words, and the names that a version still accepts. */
const exempt =
  /^CHANGELOG[.]md$|^(clusters|tenants|platform)[/]|^generator[/](golden|dev[/]words|testing[/]sample)[/]|[/](retired-fields[.]ts|style[.]md)$/;
/** Written by codegen, with the same names for each version of Seldon. */
const generated = /^generator[/]models[/]seldon[/][\d.]+[/]kinds[/]/;

const root = join(import.meta.dirname, "../../..");
const only = process.argv.slice(2);
const files = execFileSync("git", ["-C", root, "ls-files", "-co", "--exclude-standard"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => extensionOf(file) in readers && !exempt.test(file) && existsSync(join(root, file)))
  .filter((file) => only.length === 0 || only.some((start) => file.startsWith(start)));

let texts = 0;
let problems = 0;
const exports = new Map<string, readonly Text[]>();
for (const file of files) {
  const source = readFileSync(join(root, file), "utf8");
  const read = readers[extensionOf(file)]?.(file, source) ?? [];
  const fileName = { line: 1, text: file.slice(file.lastIndexOf("/") + 1).replaceAll(/[-.]/g, "_") };
  const code = file.endsWith(".ts") ? namesOfTypeScript(file, source) : [];
  const names = [fileName, ...code, ...(file.endsWith(".md") ? namesInCodeSpans(source) : [])];
  texts += read.length;
  for (const { line, text, problem, instead } of [...read.flatMap(retiredInText), ...names.flatMap(retiredInName)])
    report(`${file}:${line}  ${problem} -> ${instead}  | ${text.slice(0, 160)}`);
  if (file.endsWith(".ts") && !file.endsWith(".test.ts") && !generated.test(file))
    exports.set(file, exportsOfTypeScript(file, source));
}
for (const [name, owners] of exportedTwice(exports)) report(`${name} is exported by ${owners.join(" and ")}`);

function extensionOf(file: string): string {
  return file.slice(file.lastIndexOf("."));
}

function report(line: string): void {
  problems += 1;
  process.stdout.write(`${line}\n`);
}

process.stdout.write(`${texts} texts in ${files.length} files, ${problems} to change\n`);
process.exitCode = problems === 0 && texts > 0 ? 0 : 1;
