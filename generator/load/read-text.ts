import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { codes, type InputCode } from "../diagnostics/codes.ts";
import { wholeFile } from "../diagnostics/diagnostic.ts";
import { failed, type Outcome, outcome } from "../diagnostics/outcome.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { locateOffset } from "./locate.ts";
import type { Source } from "./source.ts";

/** In bytes. The largest real tenant file seen is a fiftieth of this. */
const largestFile = 256 * 1024;

/**
 * Characters that YAML 1.1 and 1.2 readers, terminals or editors treat differently: C0 and C1 controls other than tab and line feed,
 * NEL, line and paragraph separators, the byte order mark, and the marks that change the direction of writing.
 */
const forbiddenCharacter = /[^\t\n\u0020-\u007e\u00a0-\u2027\u202f-\u2065\u206a-\ufefe\uff00-\u{10ffff}]/u;

/**
 * Reads one regular file as UTF-8, or reports why it cannot. A carriage return before a line feed is part of the line break.
 * @param largest In bytes.
 */
export function readText(root: string, file: string, largest: number = largestFile): Outcome<Source> {
  const path = join(root, file);
  const stat = lstatSync(path);
  const refuse = (code: InputCode, message: string, hint: string): Outcome<Source> =>
    failed([{ code, severity: "error", message, hint, at: wholeFile(file) }]);

  if (stat.isSymbolicLink()) {
    return refuse(
      "input/symlink",
      codes["input/symlink"].messages.symbolicLink(file),
      "Replace the link with the file itself.",
    );
  }
  if (!stat.isFile()) {
    return refuse(
      "input/unexpected-file",
      codes["input/unexpected-file"].messages.notRegularFile(file),
      "Remove this entry: only regular files and folders are allowed.",
    );
  }
  if (stat.size > largest) {
    return refuse(
      "input/too-large",
      codes["input/too-large"].messages.tooManyBytes(file, stat.size, largest),
      "Check whether this is the intended file: real files are far smaller.",
    );
  }

  const bytes = readBytes(path, file);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes).replaceAll("\r\n", "\n");
  } catch {
    return refuse(
      "input/not-text",
      codes["input/not-text"].messages.notUtf8(file),
      "Save the file as UTF-8 without a byte order mark.",
    );
  }
  const forbidden = forbiddenCharacter.exec(text);
  if (forbidden !== null) {
    const codePoint = (forbidden[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    const at = locateOffset({ file, text }, forbidden.index, 1);
    const hint = "Remove the character: YAML readers do not agree on its meaning.";
    const message = codes["input/not-text"].messages.controlCharacter(codePoint);
    return failed([{ code: "input/not-text", severity: "error", message, hint, at }]);
  }
  return outcome({ file, text });
}

function readBytes(path: string, file: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ToolFailure(`${file} cannot be read`, "Check the permissions of the file, and run the command again.", {
      cause: error,
    });
  }
}
