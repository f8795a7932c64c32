import type { Path } from "../load/source.ts";
import { nearest, suggestion } from "../text/nearest.ts";
import { describeValue, keysAt, pathsOfField, patternsAt, type ValueForm } from "./described.ts";

/** What to write instead, said of each mistake that a schema finds. Forms and examples are the schema's own. */

/** @param around The map in which the field stands. */
export function hintForUnknown(form: ValueForm, around: Path, key: string, present: readonly string[]): string {
  const homes = pathsOfField(form, around, key);
  if (homes.length > 0) return belongs(around, homes);
  const known = [...describeValue(form, around).fields, ...keysAt(form, around)];
  const meant = nearest(key, known);
  if (meant !== undefined)
    return present.includes(meant) ? `${meant} is given already: keep one of the two.` : `Did you mean ${meant}?`;
  const left = known.filter((candidate) => !present.includes(candidate));
  return left.length > 0 || known.length === 0
    ? suggestion(key, left)
    : `There is nothing here but ${known.join(", ")}.`;
}

function belongs(around: Path, homes: readonly Path[]): string {
  const [first = []] = homes;
  if (first.length <= around.length)
    return first.length === 0
      ? "It belongs to the file itself: do not indent it."
      : `It belongs under ${first.join(".")}${first.length < around.length ? ": indent it less" : ""}.`;
  const names = homes.filter((home) => home.length === first.length).map((home) => home.at(-1));
  return `It belongs under ${names.slice(0, 4).join(" or ")}: indent it.`;
}

export function hintForMissing(form: ValueForm, path: Path, expected: string): string {
  const name = String(path.at(-1) ?? "it");
  const { types, examples } = describeValue(form, path);
  const around = path.slice(0, -1).filter((step) => step !== "spec");
  const where = around.length > 0 ? ` under ${around.join(".")}` : path.length > 1 ? " under spec" : "";
  const form_ = examples.length > 0 ? ` For example: ${examples.join(", ")}` : "";
  return `Add ${name}${where}: ${article(types[0] ?? expected)}.${form_}`;
}

/** What a value is and what it should be, and how to make the one of the other. */
export function hintForType(
  form: ValueForm,
  path: Path,
  expected: string,
  value: unknown,
): { readonly message: string; readonly hint: string } {
  const { types } = describeValue(form, path);
  const wanted = types.length > 0 ? types : [expected];
  const message = `is ${article(typeName(value))}, not ${wanted.map(article).join(" or ")}`;
  const form_ = wantedForm(form, path, "");
  if (value === null) return { message, hint: `Give it a value, or leave the field out. ${form_}` };
  if (typeof value === "string" && wanted.some(isNumeric) && /^\d+$/.test(value))
    return { message, hint: "Leave the quotes out." };
  if (wanted.includes("string") && (typeof value === "number" || typeof value === "boolean"))
    return { message, hint: `Quote it. ${form_}` };
  return { message, hint: form_ };
}

/** A value of the right type that its schema does not take. */
export function hintForValue(form: ValueForm, path: Path, value: unknown, message: string): string {
  const meant = typeof value === "string" && isOneWord(value) ? asName(value) : undefined;
  if (meant !== undefined && meant !== value && patternsAt(form, path, "value").some((pattern) => pattern.test(meant)))
    return `Did you mean ${meant}?`;
  return wantedForm(form, path, message);
}

/** A key that is no name. */
export function hintForName(form: ValueForm, path: Path, taken: readonly string[]): string | undefined {
  const key = String(path.at(-1));
  const meant = isOneWord(key) ? asName(key) : key;
  const fits = patternsAt(form, path.slice(0, -1), "key").some((pattern) => pattern.test(meant));
  return meant !== key && fits && !taken.includes(meant) ? `Did you mean ${meant}?` : undefined;
}

/** One of a few words, or, where something else may stand there too, that. */
export function hintForOneOf(form: ValueForm, path: Path, known: readonly string[], value: unknown): string {
  const meant = typeof value === "string" ? nearest(value, known) : undefined;
  if (meant !== undefined) return `Did you mean ${meant}?${known.length > 1 ? ` Allowed: ${known.join(", ")}.` : ""}`;
  const others = describeValue(form, path).types.some((type) => type !== "string");
  return others ? wantedForm(form, path, "") : `Allowed: ${known.join(", ")}.`;
}

/** What the schema says of a field, and its examples, where the message has none of them yet. */
function wantedForm(form: ValueForm, path: Path, message: string): string {
  const { description, examples } = describeValue(form, path);
  const fresh = examples.filter((example) => !message.includes(example));
  if (fresh.length === 0) return "";
  return `${description ?? ""} For example: ${fresh.join(", ")}`.trim();
}

/** What a name may be made of once its spelling is right: nothing that has a meaning of its own. */
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
  if (name === "null") return "nothing";
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}
