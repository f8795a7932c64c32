import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { locate } from "../load/locate.ts";
import type { Source } from "../load/source.ts";

/** A name inside a file that differs from the name of the file or of its folder. */
export function nameFinding(source: Source, other: string, hint: string): Diagnostic {
  return {
    code: "input/file-name",
    severity: "error",
    message: codes["input/file-name"].messages.misnamed(other),
    hint,
    at: locate(source, ["metadata", "name"]),
  };
}
