import type { z } from "zod";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { nearest, suggestion } from "../diagnostics/nearest.ts";
import { locate } from "../load/locate.ts";
import type { Path, Source } from "../load/source.ts";
import { knownKeys } from "./json-schema.ts";
import { valueAt, withoutPrototypes } from "./merge.ts";

/** Where the parts of a parsed value were written: maps a path in the value to one in the source's document. */
export interface Written {
  readonly source: Source;
  readonly path: (path: Path) => Path;
}

/** Parses raw data once. Every mistake is located and said in the words of the schema. */
export function parse<T extends z.ZodType>(
  schema: T,
  data: unknown,
  written: Written,
): { readonly value: z.infer<T> | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const result = schema.safeParse(data);
  if (result.success) {
    withoutPrototypes(result.data);
    return { value: result.data, diagnostics: [] };
  }
  return {
    value: undefined,
    diagnostics: result.error.issues.flatMap((issue) => explain(schema, data, written, issue, [])),
  };
}

type Issue = z.core.$ZodIssue;

function explain(schema: z.ZodType, data: unknown, written: Written, issue: Issue, above: Path): readonly Diagnostic[] {
  const path: Path = [...above, ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
  const name = path.join(".") || "the file";
  const place = (part: "value" | "key" = "value", at: Path = path): Diagnostic["at"] =>
    locate(written.source, written.path(at), part);

  switch (issue.code) {
    case "unrecognized_keys": {
      const known = knownKeys(schema, path);
      return issue.keys.map((key) => ({
        code: "input/unknown-field",
        severity: "error",
        message: `${[...path, key].join(".")} is no field`,
        hint: suggestion(key, known),
        at: place("key", [...path, key]),
      }));
    }
    case "invalid_union": {
      const branch = likelyBranch(issue.errors, valueAt(data, path));
      return branch.flatMap((inner) => explain(schema, data, written, inner, path));
    }
    case "invalid_key": {
      const message = issue.issues[0]?.message ?? "not a name";
      return [{ code: "input/invalid-value", severity: "error", message: `${name}: ${message}`, at: place("key") }];
    }
    case "invalid_type": {
      if (issue.expected === "never") {
        const message = `${name} cannot be set: ${issue.message}`;
        return [{ code: "input/chart-value", severity: "error", message, hint: "Leave it out.", at: place("key") }];
      }
      const value = valueAt(data, path);
      if (value === undefined) {
        const hint = `Add ${String(path.at(-1) ?? "it")}${path.length > 1 ? ` under ${path.slice(0, -1).join(".")}` : ""}: ${article(issue.expected)}.`;
        return [{ code: "input/missing-field", severity: "error", message: `${name} is missing`, hint, at: place() }];
      }
      const message = `${name} is ${article(typeName(value))}, not ${article(issue.expected)}`;
      return [{ code: "input/wrong-type", severity: "error", message, at: place() }];
    }
    case "invalid_value": {
      const value = valueAt(data, path);
      const known = issue.values.map(String);
      if (value === undefined) {
        return [
          {
            code: "input/missing-field",
            severity: "error",
            message: `${name} is missing`,
            hint: `One of: ${known.join(", ")}.`,
            at: place(),
          },
        ];
      }
      const meant = typeof value === "string" ? nearest(value, known) : undefined;
      const hint = `${meant === undefined ? "" : `Did you mean ${meant}? `}Allowed: ${known.join(", ")}.`;
      return [
        {
          code: "input/invalid-value",
          severity: "error",
          message: `${name} is not one of its values`,
          hint,
          at: place(),
        },
      ];
    }
    case "too_small":
    case "too_big": {
      const message = /^Too (small|big)/.test(issue.message) ? `${name} ${bound(issue)}` : `${name}: ${issue.message}`;
      return [{ code: "input/invalid-value", severity: "error", message, at: place() }];
    }
    default:
      return [{ code: "input/invalid-value", severity: "error", message: `${name}: ${issue.message}`, at: place() }];
  }
}

/** What a limit without words of its own says: `is below 0, the least`, `is empty`. */
function bound(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
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

function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value === "object" ? "map" : typeof value;
}

function article(type: string): string {
  const name =
    type === "array" ? "list" : type === "object" || type === "record" ? "map" : type === "int" ? "integer" : type;
  if (name === "null") return "nothing";
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}
