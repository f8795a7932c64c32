import { parse } from "yaml";
import { UsageError } from "../diagnostics/usage-error.ts";
import { parseOptions } from "../load/parse-options.ts";
import type { Assignment } from "./edit-text.ts";

const how = `npx --no-install tenantry set churn models.churn.memory=128Mi; a name with dots stands in quotes, and those in the shell's: 'labels."acme.test/x"=y'`;

/** `models.churn.storageUri=s3://…` as a path and a value. A leading `spec.` says nothing. */
export function readAssignment(text: string): Assignment {
  const { path, rest } = readPath(text);
  if (!rest.startsWith("=")) throw new UsageError(`${JSON.stringify(text)} assigns nothing`, how);
  return { path, value: readValue(rest.slice(1)) };
}

/** A path by itself. */
export function readWholePath(text: string): readonly string[] {
  const { path, rest } = readPath(text);
  if (rest !== "") throw new UsageError(`${JSON.stringify(text)} is no path`, how);
  return path;
}

function readPath(text: string): { readonly path: readonly string[]; readonly rest: string } {
  const path: string[] = [];
  let rest = text;
  for (;;) {
    const [step, quoted, plain = ""] = /^(?:"((?:[^"\\]|\\.)*)"|([^."=[\]]+))/.exec(rest) ?? [];
    if (step === undefined) throw new UsageError(`${JSON.stringify(text)} is no path`, how);
    path.push(quoted === undefined ? plain : String(JSON.parse(`"${quoted}"`)));
    rest = rest.slice(step.length);
    if (!rest.startsWith(".")) break;
    rest = rest.slice(1);
  }
  if (path.length > 1 && path[0] === "spec") path.shift();
  if (path.some((candidate) => ["__proto__", "constructor", "prototype"].includes(candidate)))
    throw new UsageError(`${JSON.stringify(text)} is no path`, how);
  return { path, rest };
}

/**
 * Numbers, true, false and null as YAML reads them; lists, maps and quoted texts too; everything else is text as it stands,
 * whatever a colon or a hash in it would mean to YAML.
 */
function readValue(text: string): unknown {
  if (/^[[{"']/.test(text)) {
    try {
      return parse(text, { ...parseOptions, strict: true });
    } catch {
      throw new UsageError(`${JSON.stringify(text)} is no list, map or quoted text`, how);
    }
  }
  if (!/^(null|~|true|false|[-+]?[0-9][0-9.eE+-]*)$/.test(text)) return text;
  const value: unknown = parse(text, parseOptions);
  return typeof value === "object" && value !== null ? text : value;
}
