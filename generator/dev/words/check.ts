import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isChecked } from "./files.ts";
import { exportedTwice, retiredInName, retiredInText, retiredInWord } from "./find.ts";
import {
  exportsOfTypeScript,
  namesInCodeSpans,
  namesOfTypeScript,
  type Text,
  textsOfComments,
  textsOfMarkdown,
  textsOfTypeScript,
  wordsOf,
} from "./texts.ts";

type Read = (file: string, source: string) => readonly Text[];
const comments =
  (marker: "#" | "//" | "--"): Read =>
  (_, source) =>
    textsOfComments(source, marker);

/** The texts of a file, by the end of its name. */
const textReaders: Readonly<Record<string, Read>> = {
  ".ts": textsOfTypeScript,
  ".md": (_, source) => textsOfMarkdown(source),
  ".hbs": (_, source) => textsOfMarkdown(source),
  ".yaml": comments("#"),
  ".go": comments("//"),
  ".mjs": comments("//"),
  ".lua": comments("--"),
};

/** The names of a file, by the end of its name. */
const nameReaders: Readonly<Record<string, Read>> = {
  ".ts": namesOfTypeScript,
  ".md": (_, source) => namesInCodeSpans(source),
};

/** Written by codegen, with the same names for each version of Seldon. */
const generated = /^generator[/]models[/]seldon[/][\d.]+[/]kinds[/]/;

const root = join(import.meta.dirname, "../../..");
const only = process.argv.slice(2).map((argument) => argument.replace(/^[.][/]/, ""));
const readme = existsSync(join(root, "README.md")) ? readFileSync(join(root, "README.md"), "utf8") : "";
const all = execFileSync("git", ["-C", root, "ls-files", "-z", "-co", "--exclude-standard"], { encoding: "utf8" })
  .split("\0")
  .filter((file) => extensionOf(file) in textReaders && isChecked(file, readme) && existsSync(join(root, file)));
const files = all.filter((file) => only.length === 0 || only.some((start) => file.startsWith(start)));

let problems = 0;
const counts = new Map<string, number>();
const exports = new Map<string, readonly Text[]>();
for (const start of only) if (!all.some((file) => file.startsWith(start))) report(`no file begins with ${start}`);
for (const file of files) {
  const extension = extensionOf(file);
  const source = readFileSync(join(root, file), "utf8");
  const texts = textReaders[extension]?.(file, source) ?? [];
  counts.set(extension, (counts.get(extension) ?? 0) + texts.length);
  const fileName = { line: 1, text: file.slice(file.lastIndexOf("/") + 1).replaceAll(/[-.]/g, "_") };
  const names = nameReaders[extension]?.(file, source) ?? [];
  const words = [".go", ".lua", ".mjs"].includes(extension) ? wordsOf(source) : [];
  for (const { line, text, problem, instead } of [
    ...texts.flatMap(retiredInText),
    ...names.flatMap(retiredInName),
    ...[fileName, ...words].flatMap(retiredInWord),
  ])
    report(`${file}:${line}  ${problem} -> ${instead}  | ${text.slice(0, 160)}`);
  if (extension === ".ts" && !file.endsWith(".test.ts") && !generated.test(file))
    exports.set(file, exportsOfTypeScript(file, source));
}
for (const [name, owners] of exportedTwice(exports)) report(`${name} is exported by ${owners.join(" and ")}`);
if (only.length === 0)
  for (const extension of Object.keys(textReaders))
    if ((counts.get(extension) ?? 0) === 0) report(`no text in any file that ends with ${extension}`);

function extensionOf(file: string): string {
  return file.slice(file.lastIndexOf("."));
}

function report(line: string): void {
  problems += 1;
  process.stdout.write(`${line}\n`);
}

const texts = [...counts.values()].reduce((sum, count) => sum + count, 0);
process.stdout.write(`${texts} texts in ${files.length} files, ${problems} to change\n`);
process.exitCode = problems === 0 && texts > 0 ? 0 : 1;
