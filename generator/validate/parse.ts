import type { z } from "zod";
import { codes } from "../diagnostics/codes.ts";
import { type Diagnostic, onCluster } from "../diagnostics/diagnostic.ts";
import { locate } from "../load/locate.ts";
import { isWithinPath, type Path, type Source } from "../load/source.ts";
import { keysAt, type ValueForm } from "./described.ts";
import {
  hintForMissing,
  hintForMissingWord,
  hintForName,
  hintForOneOf,
  hintForType,
  hintForUnknown,
  hintForValue,
} from "./field-hints.ts";
import { isMap, valueAt, withoutPrototypes } from "./merge.ts";
import { type InputMistake, withoutConsequences } from "./one-each.ts";

/** A position in a hand-written file. */
export interface WrittenPlace {
  readonly source: Source;
  readonly form: ValueForm;
  readonly path: Path;
}

/** Maps a path in a parsed value to the position at which a user wrote the value. */
export type WrittenAt = (path: Path) => WrittenPlace;

/** The positions in a file that contains the parsed value as a whole. */
export function wholeDocument(source: Source, form: ValueForm): WrittenAt {
  return (path) => ({ source, form, path });
}

/** Parses raw data once. Every mistake gets a location, and a hint from the schema of its file. */
export function parse<T extends z.ZodType>(
  schema: T,
  data: unknown,
  writtenAt: WrittenAt,
): { readonly value: z.infer<T> | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const result = schema.safeParse(data);
  if (result.success) {
    withoutPrototypes(result.data);
    return { value: result.data, diagnostics: [] };
  }
  return {
    value: undefined,
    diagnostics: withoutConsequences(result.error.issues.flatMap((issue) => explain(data, writtenAt, issue, []))),
  };
}

type Issue = z.core.$ZodIssue;

function explain(data: unknown, writtenAt: WrittenAt, issue: Issue, above: Path): readonly InputMistake[] {
  const path: Path = [...above, ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
  const name = path.join(".") || "the file";
  const { source, form, path: at } = writtenAt(path);
  const value = valueAt(data, path);
  const mistake = (
    code: Diagnostic["code"],
    message: string,
    hint: string | undefined,
    part: "value" | "key" = "value",
    subject: Path = path,
  ): InputMistake => {
    const written = writtenAt(subject);
    const place = locate(written.source, written.path, part);
    // A hint could repeat a value that must not be shown.
    const shownHint = place.withheld === true ? undefined : hint;
    return {
      path: subject,
      word: part === "key" ? String(subject.at(-1)) : typeof value === "string" ? value : undefined,
      diagnostic: {
        code,
        severity: "error",
        message: onCluster(message, place),
        ...(shownHint === undefined || shownHint === "" ? {} : { hint: shownHint }),
        at: place,
      },
    };
  };

  switch (issue.code) {
    case "unrecognized_keys": {
      return issue.keys.map((key) => {
        const field = [...path, key];
        const written = writtenAt(field);
        const around = written.path.slice(0, -1);
        // In an override only the fields of the override itself are siblings.
        const present = Object.keys(asMap(value)).filter((candidate) => {
          const other = writtenAt([...path, candidate]);
          return other.source === written.source && isBelow(around, other.path);
        });
        const hint = hintForUnknown(written.form, around, key, present);
        const { messages } = codes["input/unknown-field"];
        const message = (keysAt(written.form, around).length > 0 ? messages.uncountedField : messages.unknownField)(
          field.join("."),
        );
        return mistake("input/unknown-field", message, hint, "key", field);
      });
    }
    case "invalid_union": {
      const branch = likelyBranch(issue.errors, value);
      return branch.flatMap((inner) => explain(data, writtenAt, inner, path));
    }
    case "invalid_key": {
      const [inner] = issue.issues;
      const message = codes["input/invalid-value"].messages.invalidKey(name, inner?.message ?? "not a name");
      const taken = Object.keys(asMap(valueAt(data, path.slice(0, -1))));
      const hint = hintForName(form, at, taken);
      return [mistake("input/invalid-value", message, hint, "key")];
    }
    case "invalid_type": {
      if (issue.expected === "never") {
        const message = codes["input/chart-value"].messages.cannotBeSet(name, issue.message);
        return [mistake("input/chart-value", message, "Remove it.", "key")];
      }
      if (value === undefined) {
        const isRemoved = locate(source, at).nearby !== true;
        const hint = isRemoved
          ? "Set a value: null removes this field, but the field is required."
          : hintForMissing(form, at, issue.expected);
        return [mistake("input/missing-field", codes["input/missing-field"].messages.missingField(name), hint)];
      }
      const { expected, actual, hint } = hintForType(form, at, issue.expected, value);
      return [mistake("input/wrong-type", codes["input/wrong-type"].messages.wrongType(name, expected, actual), hint)];
    }
    case "invalid_value": {
      const known = issue.values.map(String);
      if (value === undefined) {
        const message = codes["input/missing-field"].messages.missingField(name);
        return [mistake("input/missing-field", message, hintForMissingWord(form, at, known))];
      }
      const hint = hintForOneOf(form, at, known, value);
      return [mistake("input/invalid-value", codes["input/invalid-value"].messages.unlistedValue(name), hint)];
    }
    case "too_small":
    case "too_big": {
      const reason = /^Too (small|big)/.test(issue.message) ? boundMessage(issue) : issue.message;
      const message = codes["input/invalid-value"].messages.invalidValue(name, reason);
      return [mistake("input/invalid-value", message, hintForValue(form, at, value, message))];
    }
    default: {
      const message = codes["input/invalid-value"].messages.invalidValue(name, issue.message);
      const customHint = issue.code === "custom" ? issue.params?.["hint"] : undefined;
      const hint = typeof customHint === "string" ? customHint : hintForValue(form, at, value, message);
      return [mistake("input/invalid-value", message, hint)];
    }
  }
}

function isBelow(around: Path, path: Path): boolean {
  return path.length === around.length + 1 && isWithinPath(path, around);
}

function asMap(value: unknown): object {
  return isMap(value) ? value : {};
}

/** The message of a limit that has no message in the schema: `it is below the minimum of 0`, `it is empty`. */
function boundMessage(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const small = issue.code === "too_small";
  const limit = small ? issue.minimum : issue.maximum;
  if (issue.origin === "string" || issue.origin === "array") {
    if (small && limit === 1) return "it is empty";
    const unit = issue.origin === "string" ? "characters" : "entries";
    return `it has ${small ? "fewer" : "more"} than ${limit} ${unit}`;
  }
  if (issue.inclusive === false) return `it must be ${small ? "greater" : "less"} than ${limit}`;
  return small ? `it is below the minimum of ${limit}` : `it exceeds the maximum of ${limit}`;
}

/** The branch of a union that was probably meant: it allows the type of the value, and has the fewest issues. */
function likelyBranch(branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] {
  const fits = branches.filter(
    (issues) =>
      !issues.some(
        (issue) => issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value"),
      ),
  );
  const candidates = fits.length > 0 ? fits : branches;
  const fewest = [...candidates].sort((left, right) => left.length - right.length)[0] ?? [];
  return value === undefined ? fewest.slice(0, 1) : fewest;
}
