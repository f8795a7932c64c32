import { compareStrings } from "../diagnostics/diagnostic.ts";
/**
 * Plain data as YAML that YAML 1.1 and 1.2 readers read in the same way. Kubernetes, kustomize and kubeconform read 1.1,
 * editors read 1.2. All YAML is written here. Keys are sorted, so equal values give equal bytes.
 * See docs/decisions/0003-own-yaml-writer.md.
 */
export function toYaml(value: unknown): string {
  const lines: string[] = [];
  write(value, "", "", lines);
  return `${lines.join("\n")}\n`;
}

/** Several documents in one file. */
export function toYamlDocuments(values: readonly unknown[]): string {
  return values.map(toYaml).join("---\n");
}

/** Appends `value`. Its first line begins with `lead`, all others with `indent`. */
function write(value: unknown, lead: string, indent: string, lines: string[]): void {
  if (Array.isArray(value)) {
    if (value.length === 0) lines.push(`${lead}[]`);
    for (const [index, item] of value.entries()) write(item, `${index === 0 ? lead : indent}- `, `${indent}  `, lines);
  } else if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .sort(byKey);
    if (entries.length === 0) lines.push(`${lead}{}`);
    for (const [index, [key, child]] of entries.entries()) {
      const start = `${index === 0 ? lead : indent}${scalar(key)}:`;
      if (isFilled(child)) {
        lines.push(start);
        write(child, `${indent}  `, `${indent}  `, lines);
      } else if (typeof child === "string" && isBlock(child)) {
        lines.push(`${start} |${child.endsWith("\n") ? "" : "-"}`, ...block(child, `${indent}  `));
      } else {
        write(child, `${start} `, indent, lines);
      }
    }
  } else {
    lines.push(`${lead}${scalar(value)}`);
  }
}

function isFilled(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

/** apiVersion, kind and metadata come first in an object, and name comes first in a named item. All other keys are sorted. */
const leading: ReadonlyMap<string, number> = new Map([
  ["apiVersion", 0],
  ["kind", 1],
  ["metadata", 2],
  ["name", 3],
  ["namespace", 4],
]);

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return (leading.get(left) ?? 9) - (leading.get(right) ?? 9) || compareStrings(left, right);
}

function scalar(value: unknown): string {
  if (typeof value === "string") return isPlain(value) ? value : quoted(value);
  if (value === null) return "null";
  if (typeof value === "number" && !Number.isFinite(value))
    throw new Error(`invalid number ${value}: YAML for Kubernetes has only finite numbers`);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : quoted(String(value));
}

/** Words that every reader reads as the same string: not a number, a date, a boolean or null in YAML 1.1 either. */
const word = /^[A-Za-z/][A-Za-z0-9_./=,@+-]*(?::[A-Za-z0-9_./=,@+-]+)*(?: [A-Za-z0-9_./=,@+-]+)*$/;
const amount = /^[1-9][0-9]{0,8}(?:m|s|h|[KMGT]i)$/;
const reserved = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

function isPlain(text: string): boolean {
  return amount.test(text) || (text.length < 200 && word.test(text) && !reserved.test(text));
}

/** JSON's escapes are valid in YAML. Characters that JSON does not escape and YAML requires to be escaped are escaped too. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * Whether a literal block can contain a text of several lines without loss: only printable ASCII, no blank at the end
 * of a line, no blank or line break at the start.
 */
function isBlock(text: string): boolean {
  return text.includes("\n") && /^[!-~][ -~\n]*[!-~]\n?$/.test(text) && !/ \n/.test(text);
}

function block(text: string, indent: string): readonly string[] {
  return text
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => (line === "" ? "" : `${indent}${line}`));
}
