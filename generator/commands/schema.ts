import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { editorSchemas } from "../validate/json-schema.ts";
import type { Context, ExitCode } from "./context.ts";

/** Where the JSON Schemas for editors lie, below the repository's root. */
const schemaFolder = "generator/schemas";

/** Writes the JSON Schema of each kind of file that people write, for their editors. */
export function schema(root: string, output: "text" | "json", context: Context): ExitCode {
  const files = [...editorSchemas()].map(([name, value]) => ({
    file: `${schemaFolder}/${name}`,
    text: `${JSON.stringify(value, null, 2)}\n`,
  }));
  const changed = files.filter(
    ({ file, text }) => !existsSync(join(root, file)) || readFileSync(join(root, file), "utf8") !== text,
  );
  mkdirSync(join(root, schemaFolder), { recursive: true });
  for (const { file, text } of changed) writeFileSync(join(root, file), text);
  const written = changed.map(({ file }) => file);
  context.out(
    output === "json"
      ? `${JSON.stringify({ version: 1, command: "schema", written }, null, 2)}\n`
      : `${written.map((file) => `${file} written\n`).join("")}${files.length - written.length} unchanged\n`,
  );
  return 0;
}
