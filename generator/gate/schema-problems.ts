import type { Path } from "../load/source.ts";

/** One violation of an object's schema, with its path. */
export interface SchemaProblem {
  readonly path: Path;
  readonly text: string;
  /** Whether the schema does not have this field. */
  readonly unknownField: boolean;
}

/**
 * The violations in kubeconform's message on one object, in the form of its validator: `- at '/spec': missing property 'a' - at '/spec/b':
 * additional properties 'c', 'd' not allowed`. Lines that only announce violations below are left out.
 */
export function schemaProblems(message: string): readonly SchemaProblem[] {
  const parts = message.split(/(?:^|\s)-?\s*at '/).slice(1);
  const problems = parts.flatMap((part) => {
    // A quote in the pointer is escaped.
    const [whole = "", pointer = ""] = /^((?:[^'\\]|\\.)*)':/.exec(part) ?? [];
    const path = pathOf(unescaped(pointer));
    const output = part.slice(whole.length).trim();
    return output === "" || output === "validation failed" ? [] : problemsAt(path, output);
  });
  return problems.length > 0 ? problems : [{ path: [], text: message.trim(), unknownField: false }];
}

function problemsAt(path: Path, message: string): readonly SchemaProblem[] {
  const [, extra] = /^additional properties (.*) not allowed$/.exec(message) ?? [];
  if (extra !== undefined)
    return quoted(extra).map((field) => ({
      path: [...path, field],
      text: `unknown field ${dotted([...path, field])}`,
      unknownField: true,
    }));
  const [, missing] = /^missing propert(?:y|ies) (.*)$/.exec(message) ?? [];
  if (missing !== undefined)
    return quoted(missing).map((field) => ({
      path,
      text: `missing field ${dotted([...path, field])}`,
      unknownField: false,
    }));
  const [, got, want] = /^got (\w+), want (.*)$/.exec(message) ?? [];
  const text =
    got === undefined ? `${dotted(path)}: ${message}` : `invalid field ${dotted(path)}: ${got} instead of ${want}`;
  return [{ path, text, unknownField: false }];
}

function quoted(list: string): readonly string[] {
  return [...list.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, name = ""]) => unescaped(name));
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, "$1");
}

function pathOf(pointer: string): Path {
  return pointer
    .split("/")
    .filter((step) => step !== "")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function dotted(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`),
    "",
  );
}
