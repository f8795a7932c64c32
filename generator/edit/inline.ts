import { isScalar, stringify } from "yaml";
import { isMap } from "../validate/merge.ts";

/**
 * A value in one line, valid at any position: `{ a: [b, c] }`.
 * @param like The previous value: a string keeps its style of quotes.
 */
export function inlineText(value: unknown, like?: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => inlineText(item)).join(", ")}]`;
  if (!isMap(value)) return scalar(value, like);
  const entries = Object.entries(value).map(([key, item]) => `${scalar(key)}: ${inlineText(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** A key with its value as lines of a block. A value that fits is written in one line, and only maps span several. */
export function entryLines(key: string, value: unknown, indent: string): readonly string[] {
  const line = `${indent}${scalar(key)}: ${inlineText(value)}`;
  if (line.length <= widest || !isMap(value) || Object.keys(value).length === 0) return [line];
  const below = Object.entries(value).flatMap(([name, item]) => entryLines(name, item, `${indent}  `));
  return [`${indent}${scalar(key)}:`, ...below];
}

const widest = 100;

function scalar(value: unknown, like?: unknown): string {
  const json = JSON.stringify(value);
  // Line breaks and other control characters need escapes. JSON is valid YAML.
  if (/\\[nrtbfu]/.test(json)) return json;
  const quotes = isScalar(like) && (like.type === "QUOTE_DOUBLE" || like.type === "QUOTE_SINGLE") ? like.type : "PLAIN";
  const listed = stringify([value], {
    version: "1.2",
    compat: "yaml-1.1",
    collectionStyle: "flow",
    lineWidth: 0,
    defaultStringType: quotes,
  });
  return listed.trimEnd().slice(2, -2);
}
