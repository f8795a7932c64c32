import { parse } from "yaml";
import { UsageError } from "../diagnostics/usage-error.ts";
import { parseOptions } from "../load/parse-options.ts";
import type { Assignment } from "./edit-text.ts";

const usage = `Example: npx --no-install tenantry set churn models.churn.memory=128Mi. Put a name with dots in quotes, and the whole argument in the shell's quotes: 'labels."acme.test/x"=y'`;

/** `models.churn.storageUri=s3://…` as a path and a value. A leading `spec.` is ignored. */
export function readAssignment(text: string): Assignment {
  const { path, rest } = readPath(text);
  if (!rest.startsWith("=")) throw new UsageError(`missing = in ${JSON.stringify(text)}`, usage);
  return { path, value: readValue(rest.slice(1)) };
}

/** A path without a value. */
export function readWholePath(text: string): readonly string[] {
  const { path, rest } = readPath(text);
  if (rest !== "") throw invalidPath(text);
  return path;
}

function readPath(text: string): { readonly path: readonly string[]; readonly rest: string } {
  const path: string[] = [];
  let rest = text;
  for (;;) {
    const [step, quoted, plain = ""] = /^(?:"((?:[^"\\]|\\.)*)"|([^."=[\]]+))/.exec(rest) ?? [];
    if (step === undefined) throw invalidPath(text);
    path.push(quoted === undefined ? plain : String(JSON.parse(`"${quoted}"`)));
    rest = rest.slice(step.length);
    if (!rest.startsWith(".")) break;
    rest = rest.slice(1);
  }
  if (path.length > 1 && path[0] === "spec") path.shift();
  if (path.some((step) => ["__proto__", "constructor", "prototype"].includes(step))) throw invalidPath(text);
  return { path, rest };
}

function invalidPath(text: string): UsageError {
  return new UsageError(`invalid path ${JSON.stringify(text)}`, usage);
}

/**
 * Numbers, true, false, null, lists, maps and quoted strings as YAML reads them. Everything else is a plain string, even
 * with a colon or a hash that has a meaning in YAML.
 */
function readValue(text: string): unknown {
  if (/^[[{"']/.test(text)) {
    try {
      return parse(text, { ...parseOptions, strict: true });
    } catch {
      throw new UsageError(`invalid value ${JSON.stringify(text)}: not a list, a map or a quoted string`, usage);
    }
  }
  if (!/^(null|~|true|false|[-+]?[0-9][0-9.eE+-]*)$/.test(text)) return text;
  const value: unknown = parse(text, parseOptions);
  return typeof value === "object" && value !== null ? text : value;
}
