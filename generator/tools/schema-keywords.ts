import { isDeepStrictEqual } from "node:util";
import { goPatternFault } from "./go-pattern.ts";

/** The first part of a schema that does not compile as JSON Schema. */
export interface KeywordFault {
  /** The path of the part in the schema. */
  readonly path: readonly (string | number)[];
  /** Ends the sentence "invalid keyword type: ". */
  readonly reason: string;
}

type Schema = Readonly<Record<string, unknown>>;

/** Returns why a value of a keyword is invalid. */
type ValueCheck = (value: unknown, dialect: Dialect) => string | undefined;

/** Drafts from 6 on have boolean schemas, and amounts as exclusive bounds. */
interface Dialect {
  readonly isDraft4: boolean;
}

/**
 * Why a schema does not compile as JSON Schema, as kubeconform compiles it. Undefined if it compiles. Without `$schema`, a
 * schema is of draft 4, as the schemas of Kubernetes are.
 * https://json-schema.org/draft-04/schema
 */
export function keywordFault(schema: unknown): KeywordFault | undefined {
  const declared = isRecord(schema) ? schema["$schema"] : undefined;
  const name = typeof declared === "string" ? declared.replace(/#$/, "") : declared;
  if (name !== undefined && !drafts.some((draft) => draft === name))
    return { path: ["$schema"], reason: "it must be the address of a draft of JSON Schema" };
  const dialect = { isDraft4: name === undefined || name === draft4 };
  const [first] = faultsIn(schema, [], dialect, schema);
  return first;
}

const draft4 = "http://json-schema.org/draft-04/schema";
const drafts = [
  draft4,
  "http://json-schema.org/draft-06/schema",
  "http://json-schema.org/draft-07/schema",
  "https://json-schema.org/draft/2019-09/schema",
  "https://json-schema.org/draft/2020-12/schema",
];

function* faultsIn(
  value: unknown,
  path: KeywordFault["path"],
  dialect: Dialect,
  root: unknown,
): Iterable<KeywordFault> {
  if (!isRecord(value)) {
    if (dialect.isDraft4 || typeof value !== "boolean") yield { path, reason: "it must be a schema" };
    return;
  }
  for (const [keyword, check] of values) {
    const reason = Object.hasOwn(value, keyword) ? check(value[keyword], dialect) : undefined;
    if (reason !== undefined) yield { path: [...path, keyword], reason };
  }
  for (const bound of ["minimum", "maximum"]) {
    const exclusive = `exclusive${bound[0]?.toUpperCase()}${bound.slice(1)}`;
    if (dialect.isDraft4 && Object.hasOwn(value, exclusive) && !Object.hasOwn(value, bound))
      yield { path: [...path, exclusive], reason: `it needs ${bound}` };
  }
  const reference = value["$ref"];
  if (typeof reference === "string" && !isRecord(targetOf(root, reference)))
    yield { path: [...path, "$ref"], reason: "the file has no schema at this place" };
  for (const [keyword, form] of nested)
    if (Object.hasOwn(value, keyword)) yield* faultsBelow(value[keyword], [...path, keyword], form, dialect, root);
}

/** The forms of the keywords that contain schemas. */
type Form = "schema" | "schema or boolean" | "schema or list" | "list" | "map" | "map of dependencies";

const nested: readonly (readonly [keyword: string, form: Form])[] = [
  ["properties", "map"],
  ["patternProperties", "map"],
  ["definitions", "map"],
  ["$defs", "map"],
  ["dependencies", "map of dependencies"],
  ["additionalProperties", "schema or boolean"],
  ["additionalItems", "schema or boolean"],
  ["items", "schema or list"],
  ["not", "schema"],
  ["allOf", "list"],
  ["anyOf", "list"],
  ["oneOf", "list"],
];

function* faultsBelow(
  value: unknown,
  path: KeywordFault["path"],
  form: Form,
  dialect: Dialect,
  root: unknown,
): Iterable<KeywordFault> {
  const below = (entries: readonly (readonly [string | number, unknown])[]): readonly KeywordFault[] =>
    entries.flatMap(([step, schema]) => [...faultsIn(schema, [...path, step], dialect, root)]);
  const isList = Array.isArray(value);
  if (form === "list" && (!isList || value.length === 0)) yield { path, reason: "it must be a list of schemas" };
  else if (isList && (form === "list" || form === "schema or list")) yield* below([...value.entries()]);
  else if (form === "map" || form === "map of dependencies") {
    if (!isRecord(value)) return yield { path, reason: "it must be a map of schemas" };
    const entries = Object.entries(value);
    if (path.at(-1) === "patternProperties")
      for (const [pattern] of entries) {
        const fault = goPatternFault(pattern);
        if (fault !== undefined) yield { path: [...path, pattern], reason: `it must be a pattern: ${fault}` };
      }
    yield* below(form === "map" ? entries : entries.filter(([, dependency]) => !isNames(dependency)));
  } else if (form !== "schema or boolean" || typeof value !== "boolean") yield* faultsIn(value, path, dialect, root);
}

const types = ["array", "boolean", "integer", "null", "number", "object", "string"];

const text: ValueCheck = (value) => (typeof value === "string" ? undefined : "it must be a string");
const amount: ValueCheck = (value) => (typeof value === "number" ? undefined : "it must be a number");
const flag: ValueCheck = (value) => (typeof value === "boolean" ? undefined : "it must be true or false");
const count: ValueCheck = (value) =>
  Number.isInteger(value) && Number(value) >= 0 ? undefined : "it must be an integer, at least 0";
const exclusive: ValueCheck = (value, dialect) => (dialect.isDraft4 ? flag : amount)(value, dialect);

const values: readonly (readonly [keyword: string, check: ValueCheck])[] = [
  ["type", checkType],
  ["enum", checkEnum],
  ["required", checkRequired],
  ["pattern", checkPattern],
  ["format", text],
  ["title", text],
  ["description", text],
  ["$ref", text],
  ["minimum", amount],
  ["maximum", amount],
  ["exclusiveMinimum", exclusive],
  ["exclusiveMaximum", exclusive],
  ["multipleOf", (value) => (typeof value === "number" && value > 0 ? undefined : "it must be a number above 0")],
  ["minLength", count],
  ["maxLength", count],
  ["minItems", count],
  ["maxItems", count],
  ["minProperties", count],
  ["maxProperties", count],
  ["uniqueItems", flag],
];

function checkType(value: unknown): string | undefined {
  const names = Array.isArray(value) ? value : [value];
  const isKnown = names.length > 0 && names.every((name) => types.includes(name)) && isDistinct(names);
  return isKnown ? undefined : `it must be one of ${types.join(", ")}, or a list of them`;
}

function checkEnum(value: unknown): string | undefined {
  return Array.isArray(value) && value.length > 0 && isDistinct(value)
    ? undefined
    : "it must be a list of different values";
}

function checkRequired(value: unknown, { isDraft4 }: Dialect): string | undefined {
  const isValid = isNames(value) || (!isDraft4 && Array.isArray(value) && value.length === 0);
  return isValid ? undefined : "it must be a list of different names";
}

function checkPattern(value: unknown): string | undefined {
  const fault = typeof value === "string" ? goPatternFault(value) : "it is not a string";
  return fault === undefined ? undefined : `it must be a pattern: ${fault}`;
}

function isNames(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === "string") && isDistinct(value)
  );
}

function isDistinct(values: readonly unknown[]): boolean {
  return values.every((value, index) => values.findIndex((other) => isDeepStrictEqual(other, value)) === index);
}

/** The value to which a JSON Pointer in a reference points: `#/definitions/port`. */
function targetOf(root: unknown, reference: string): unknown {
  if (reference === "#") return root;
  if (!reference.startsWith("#/")) return undefined;
  let value = root;
  for (const step of reference.slice(2).split("/")) {
    const name = decoded(step).replaceAll("~1", "/").replaceAll("~0", "~");
    value =
      typeof value === "object" && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  }
  return value;
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

function isRecord(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
