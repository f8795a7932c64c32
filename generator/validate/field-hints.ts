import type { Path } from "../load/source.ts";
import { didYouMean, nearest, suggestion } from "../text/nearest.ts";
import { describeValue, keysAt, pathsOfField, patternsAt, type ValueForm } from "./described.ts";

/** A hint for each mistake that a schema finds. Patterns and examples come from the schema. */

/** @param around The map that contains the field. */
export function hintForUnknown(form: ValueForm, around: Path, key: string, present: readonly string[]): string {
  const homes = pathsOfField(form, around, key);
  if (homes.length > 0) return belongs(around, homes);
  const known = [...describeValue(form, around).fields, ...keysAt(form, around)];
  const meant = nearest(key, known);
  if (meant !== undefined)
    return present.includes(meant) ? `${meant} is already set: remove one of the two fields.` : didYouMean(meant);
  const left = known.filter((candidate) => !present.includes(candidate));
  return left.length > 0 || known.length === 0
    ? suggestion(key, left)
    : `Remove this field: only ${known.join(", ")} can be set here.`;
}

function belongs(around: Path, homes: readonly Path[]): string {
  const [first = []] = homes;
  if (first.length <= around.length)
    return first.length === 0
      ? "This field belongs at the top level of the file: remove its indentation."
      : `This field belongs under ${first.join(".")}${first.length < around.length ? ": reduce its indentation" : ""}.`;
  const names = homes.filter((home) => home.length === first.length).map((home) => home.at(-1));
  return `This field belongs under ${names.slice(0, 4).join(" or ")}: increase its indentation.`;
}

export function hintForMissing(form: ValueForm, path: Path, expected: string): string {
  const name = String(path.at(-1) ?? "it");
  const { types, examples } = describeValue(form, path);
  const around = path.slice(0, -1).filter((step) => step !== "spec");
  const where = around.length > 0 ? ` under ${around.join(".")}` : path.length > 1 ? " under spec" : "";
  const exampleList = examples.length > 0 ? ` For example: ${examples.join(", ")}` : "";
  const wanted = types.length > 0 ? types : [expected];
  return `Add ${name}${where}: ${wanted.map(article).join(" or ")}.${exampleList}`;
}

/** The hint for a missing field with a list of words. If other types are allowed too, the hint describes them. */
export function hintForMissingWord(form: ValueForm, path: Path, known: readonly string[]): string {
  const others = describeValue(form, path).types.some((type) => type !== "string");
  return others ? hintForMissing(form, path, "string") : `Allowed: ${known.join(", ")}.`;
}

/** The expected and the actual type of a value, and how to fix it. */
export function hintForType(
  form: ValueForm,
  path: Path,
  expected: string,
  value: unknown,
): { readonly expected: string; readonly actual: string; readonly hint: string } {
  const { types } = describeValue(form, path);
  const wanted = types.length > 0 ? types : [expected];
  const mistake = { expected: wanted.map(article).join(" or "), actual: article(typeName(value)) };
  const description = describedForm(form, path, "");
  if (value === null) return { ...mistake, hint: `Set a value, or remove the field. ${description}`.trim() };
  if (typeof value === "string" && wanted.some(isNumeric) && /^\d+$/.test(value))
    return { ...mistake, hint: "Remove the quotes." };
  if (wanted.includes("string") && (typeof value === "number" || typeof value === "boolean"))
    return { ...mistake, hint: `Quote the value. ${description}`.trim() };
  return { ...mistake, hint: description };
}

/** The hint for a value of the right type that its schema does not allow. */
export function hintForValue(form: ValueForm, path: Path, value: unknown, message: string): string {
  const meant = typeof value === "string" && isOneWord(value) ? asName(value) : undefined;
  if (meant !== undefined && meant !== value && patternsAt(form, path, "value").some((pattern) => pattern.test(meant)))
    return didYouMean(meant);
  return describedForm(form, path, message);
}

/** The hint for a key that is not a valid name. */
export function hintForName(form: ValueForm, path: Path, taken: readonly string[]): string | undefined {
  const key = String(path.at(-1));
  const meant = isOneWord(key) ? asName(key) : key;
  const fits = patternsAt(form, path.slice(0, -1), "key").some((pattern) => pattern.test(meant));
  return meant !== key && fits && !taken.includes(meant) ? didYouMean(meant) : undefined;
}

/** The hint for a value that is not in a list of words. If other types are allowed too, the hint describes the field. */
export function hintForOneOf(form: ValueForm, path: Path, known: readonly string[], value: unknown): string {
  const meant = typeof value === "string" ? nearest(value, known) : undefined;
  if (meant !== undefined) return `${didYouMean(meant)}${known.length > 1 ? ` Allowed: ${known.join(", ")}.` : ""}`;
  const others = describeValue(form, path).types.some((type) => type !== "string");
  return others ? describedForm(form, path, "") : `Allowed: ${known.join(", ")}.`;
}

/** The schema's description of a field, with the examples that the message does not contain yet. Empty without examples. */
function describedForm(form: ValueForm, path: Path, message: string): string {
  const { description, examples } = describeValue(form, path);
  const shown = examples.filter((example) => !message.includes(example));
  if (shown.length === 0) return "";
  return `${description ?? ""} For example: ${shown.join(", ")}`.trim();
}

/** Whether a text consists only of characters that can be converted to a name, none with a special meaning. */
function isOneWord(text: string): boolean {
  return /^[\w -]+$/.test(text);
}

function asName(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}

function isNumeric(type: string): boolean {
  return type === "integer" || type === "number" || type === "int";
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value === "object" ? "map" : typeof value;
}

const words: ReadonlyMap<string, string> = new Map([
  ["array", "list"],
  ["object", "map"],
  ["record", "map"],
  ["int", "integer"],
]);

function article(type: string): string {
  const name = words.get(type) ?? type;
  if (name === "null") return "no value";
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}
