import type { z } from "zod";
import { type Diagnostic, onCluster } from "../diagnostics/diagnostic.ts";
import { locate } from "../load/locate.ts";
import type { Path, Source } from "../load/source.ts";
import { keysAt, type ValueForm } from "./described.ts";
import { hintForMissing, hintForName, hintForOneOf, hintForType, hintForUnknown, hintForValue } from "./field-hints.ts";
import { isMap, valueAt, withoutPrototypes } from "./merge.ts";
import { type InputMistake, oneMistakeEach } from "./one-each.ts";

/** Where the parts of a parsed value were written: maps a path in the value to one in the source's document. */
export interface WrittenDocument {
  readonly source: Source;
  readonly form: ValueForm;
  readonly path: (path: Path) => Path;
}

/** Parses raw data once. Every mistake is located and said in the words of the schema. */
export function parse<T extends z.ZodType>(
  schema: T,
  data: unknown,
  written: WrittenDocument,
): { readonly value: z.infer<T> | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const result = schema.safeParse(data);
  if (result.success) {
    withoutPrototypes(result.data);
    return { value: result.data, diagnostics: [] };
  }
  return {
    value: undefined,
    diagnostics: oneMistakeEach(result.error.issues.flatMap((issue) => explain(data, written, issue, []))),
  };
}

type Issue = z.core.$ZodIssue;

function explain(data: unknown, written: WrittenDocument, issue: Issue, above: Path): readonly InputMistake[] {
  const path: Path = [...above, ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
  const { form } = written;
  const name = path.join(".") || "the file";
  const at = written.path(path);
  const value = valueAt(data, path);
  const mistake = (
    code: Diagnostic["code"],
    message: string,
    hint: string | undefined,
    part: "value" | "key" = "value",
    own: Path = path,
  ): InputMistake => {
    const place = locate(written.source, written.path(own), part);
    // What is not shown is not said either.
    const reported = place.withheld === true ? undefined : hint;
    return {
      path: own,
      word: part === "key" ? String(own.at(-1)) : typeof value === "string" ? value : undefined,
      diagnostic: {
        code,
        severity: "error",
        message: onCluster(message, place),
        ...(reported === undefined || reported === "" ? {} : { hint: reported }),
        at: place,
      },
    };
  };

  switch (issue.code) {
    case "unrecognized_keys": {
      return issue.keys.map((key) => {
        const own = [...path, key];
        const around = written.path(own).slice(0, -1);
        // Of an override only what it says itself stands beside it.
        const present = Object.keys(asMap(value)).filter((candidate) =>
          isBelow(around, written.path([...path, candidate])),
        );
        const hint = hintForUnknown(form, around, key, present);
        const what = keysAt(form, around).length > 0 ? "is not counted by a quota" : "is no field";
        return mistake("input/unknown-field", `${own.join(".")} ${what}`, hint, "key", own);
      });
    }
    case "invalid_union": {
      const branch = likelyBranch(issue.errors, value);
      return branch.flatMap((inner) => explain(data, written, inner, path));
    }
    case "invalid_key": {
      const [inner] = issue.issues;
      const message = inner?.message ?? "not a name";
      const taken = Object.keys(asMap(valueAt(data, path.slice(0, -1))));
      const hint = hintForName(form, at, taken);
      return [mistake("input/invalid-value", `${name}: ${message}`, hint, "key")];
    }
    case "invalid_type": {
      if (issue.expected === "never")
        return [mistake("input/chart-value", `${name} cannot be set: ${issue.message}`, "Leave it out.", "key")];
      if (value === undefined) {
        const isTaken = locate(written.source, at).nearby !== true;
        const hint = isTaken ? "null takes it away, and it has to be there." : hintForMissing(form, at, issue.expected);
        return [mistake("input/missing-field", `${name} is missing`, hint)];
      }
      const { message, hint } = hintForType(form, at, issue.expected, value);
      return [mistake("input/wrong-type", `${name} ${message}`, hint)];
    }
    case "invalid_value": {
      const known = issue.values.map(String);
      if (value === undefined)
        return [mistake("input/missing-field", `${name} is missing`, `One of: ${known.join(", ")}.`)];
      const hint = hintForOneOf(form, at, known, value);
      return [mistake("input/invalid-value", `${name} is not one of its values`, hint)];
    }
    case "too_small":
    case "too_big": {
      const message = /^Too (small|big)/.test(issue.message) ? `${name} ${boundMessage(issue)}` : `${name}: ${issue.message}`;
      return [mistake("input/invalid-value", message, hintForValue(form, at, value, message))];
    }
    default: {
      const own = issue.code === "custom" ? issue.params?.["hint"] : undefined;
      if (typeof own === "string") return [mistake("input/invalid-value", `${name}: ${issue.message}`, own)];
      const message = `${name}: ${issue.message}`;
      return [mistake("input/invalid-value", message, hintForValue(form, at, value, message))];
    }
  }
}

function isBelow(around: Path, path: Path): boolean {
  return path.length === around.length + 1 && around.every((step, index) => step === path[index]);
}

function asMap(value: unknown): object {
  return isMap(value) ? value : {};
}

/** What a limit without words of its own says: `is below 0, the least`, `is empty`. */
function boundMessage(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const small = issue.code === "too_small";
  const limit = small ? issue.minimum : issue.maximum;
  if (issue.origin === "string" || issue.origin === "array") {
    if (small && limit === 1) return "is empty";
    const unit = issue.origin === "string" ? "characters" : "entries";
    return `has ${small ? "fewer" : "more"} than ${limit} ${unit}`;
  }
  if (issue.inclusive === false) return `has to be ${small ? "over" : "under"} ${limit}`;
  return small ? `is below ${limit}, the least` : `is over ${limit}, the most`;
}

/** Of a union's branches the one that was probably meant: the one that a value of this type could be, with the fewest complaints. */
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
