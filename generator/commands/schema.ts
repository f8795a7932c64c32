import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { patternReference } from "../report/pattern-reference.ts";
import { ruleReference } from "../report/rule-reference.ts";
import { fieldReference } from "../validate/field-reference.ts";
import { editorSchemas } from "../validate/json-schema.ts";
import type { Context, ExitCode } from "./context.ts";

/** Where the JSON Schemas for editors lie, below the repository's root. */
const schemaFolder = "generator/schemas";

/** Writes the JSON Schema of each kind of file that people write, for their editors, and the references of fields, patterns and rules. */
export function schema(root: string, output: "text" | "json", context: Context): ExitCode {
  const files = [
    ...[...editorSchemas()].map(([name, value]) => ({
      file: `${schemaFolder}/${name}`,
      text: `${JSON.stringify(value, null, 2)}
`,
    })),
    { file: "generator/docs/fields.md", text: fieldReference() },
    { file: "generator/docs/patterns.md", text: patternReference() },
    { file: "generator/docs/rules.md", text: ruleReference() },
  ];
  const changed = files.filter(
    ({ file, text }) => !existsSync(join(root, file)) || readFileSync(join(root, file), "utf8") !== text,
  );
  context.writing?.();
  for (const { file, text } of changed) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const written = changed.map(({ file }) => file);
  context.out(
    output === "json"
      ? `${JSON.stringify({ version: 1, command: "schema", written }, null, 2)}\n`
      : `${written.map((file) => `${file} written\n`).join("")}${files.length - written.length} unchanged\n`,
  );
  return 0;
}
