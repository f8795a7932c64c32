import type { Path } from "../../load/source.ts";
import { isMap, type RawMap, valueAt } from "../merge.ts";

/** Values by the names that placeholders contain: `{settings.size}` is `facts.settings.size`. */
export type Facts = RawMap;

/** A placeholder without a value, with its position in the template. */
export interface MissingFact {
  readonly path: Path;
  readonly placeholder: string;
}

/** A YAML node without placeholders. */
export interface Filled<T> {
  readonly value: T;
  readonly missing: readonly MissingFact[];
}

/** `{name}` or `{name.field}`. Two braces, as in the templates of other software, are text. */
const placeholder = /(?<!\{)\{([a-z][A-Za-z0-9]*(?:\.[A-Za-z0-9_-]+)*)\}(?!\})/g;

/** The steps of the name in a text that is one placeholder. Undefined for every other value. */
export function placeholderName(node: unknown): readonly string[] | undefined {
  if (typeof node !== "string") return undefined;
  return new RegExp(`^${placeholder.source}$`).exec(node)?.[1]?.split(".");
}

/**
 * Replaces the placeholders in every text and every key of a YAML node. A text that is one placeholder becomes the value
 * itself: a map, a list or a number. In a list, the items of such a list are inserted. Inside a longer text, the value must
 * be a text or a number. An entry of a map or a list that is one placeholder with the value null is left out.
 */
export function fillNode(node: unknown, facts: Facts, path: Path = []): Filled<unknown> {
  if (typeof node === "string") return fillText(node, facts, path);
  if (Array.isArray(node)) {
    const items = node.map((item, index) => ({ item, ...fillNode(item, facts, [...path, index]) }));
    return { value: items.flatMap(itemsOf), missing: items.flatMap(({ missing }) => missing) };
  }
  if (!isMap(node)) return { value: node, missing: [] };
  const missing: MissingFact[] = [];
  const entries = Object.entries(node).flatMap(([key, child]) => {
    const name = fillKey(key, facts, [...path, key]);
    const below = fillNode(child, facts, [...path, key]);
    missing.push(...name.missing, ...below.missing);
    return child !== null && below.value === null ? [] : [[name.value, below.value] as const];
  });
  return { value: Object.fromEntries(entries), missing };
}

/** The items that stand for an item of a list: none for a placeholder without a value, and those of a list for its placeholder. */
function itemsOf({ item, value }: { readonly item: unknown; readonly value: unknown }): readonly unknown[] {
  if (value === null && item !== null) return [];
  return typeof item === "string" && Array.isArray(value) ? value : [value];
}

/** A key is a text, also if it is one placeholder. */
function fillKey(key: string, facts: Facts, path: Path): Filled<string> {
  const { value, missing } = fillText(key, facts, path);
  const isText = typeof value === "string" || typeof value === "number";
  return isText ? { value: String(value), missing } : { value: key, missing: [{ path, placeholder: key }] };
}

/** Whether a text contains a placeholder. */
export function hasPlaceholder(text: string, name: string): boolean {
  return [...text.matchAll(placeholder)].some(([, found]) => found === name);
}

function fillText(text: string, facts: Facts, path: Path): Filled<unknown> {
  const missing: MissingFact[] = [];
  const whole = placeholderName(text);
  if (whole !== undefined) {
    const value = valueAt(facts, whole);
    return value === undefined ? { value: text, missing: [{ path, placeholder: text }] } : { value, missing };
  }
  const value = text.replaceAll(placeholder, (written, name: string) => {
    const found = valueAt(facts, name.split("."));
    if (typeof found === "string" || typeof found === "number") return String(found);
    missing.push({ path, placeholder: written });
    return written;
  });
  return { value, missing };
}
