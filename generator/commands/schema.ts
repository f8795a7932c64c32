import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../diagnostics/usage-error.ts";
import { flowPicture } from "../report/flow-picture.ts";
import { patternReference } from "../report/pattern-reference.ts";
import { routeReference } from "../report/route-reference.ts";
import { ruleReference } from "../report/rule-reference.ts";
import { tenantObjectsReference } from "../report/tenant-objects-reference.ts";
import { docsPage, programFolder } from "../text/program-folder.ts";
import { fieldReference } from "../validate/field-reference.ts";
import { editorSchemas } from "../validate/json-schema.ts";
import { commandReference } from "./command-reference.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { type CommandEntry, defineCommand } from "./define.ts";
import { jsonText } from "./print-document.ts";

export const schemaCommand: CommandEntry = (program, launch) =>
  defineCommand<{ readonly output: "text" | "json" }>({
    name: "schema",
    group: "platform",
    summary: "write the JSON Schemas and the reference pages",
    description:
      "write the JSON Schemas for editors, and the reference pages of fields, patterns, rules, commands and objects of add-ons",
    examples: ["schema"],
    forms: ["text", "json"],
    run: ({ root, flags, context }) => schema(root, flags.output, program, context),
  })(program, launch);

/** The folder of the JSON Schemas for editors, relative to the repository's root. */
const schemaFolder = "generator/schemas";

/**
 * Writes the JSON Schemas of the input files for editors, and the reference pages.
 * @throws UsageError in a package, which contains these files.
 */
function schema(root: string, output: "text" | "json", program: Command, context: CommandContext): ExitCode {
  if (programFolder !== "")
    throw new UsageError(
      "schema runs only in a checkout of Tenantry",
      `The package contains the JSON Schemas and the pages: ${programFolder}${schemaFolder} and ${docsPage("")}.`,
    );
  const files = [
    ...[...editorSchemas()].map(([name, value]) => ({
      file: `${schemaFolder}/${name}`,
      text: jsonText(value),
    })),
    { file: "generator/docs/commands.md", text: commandReference(program) },
    ...(["light", "dark"] as const).map((theme) => ({
      file: `generator/docs/flow-${theme}.svg`,
      text: flowPicture(theme),
    })),
    { file: "generator/docs/fields.md", text: fieldReference() },
    { file: "generator/docs/patterns.md", text: patternReference() },
    { file: "generator/docs/routes.md", text: routeReference() },
    { file: "generator/docs/rules.md", text: ruleReference() },
    { file: "generator/docs/tenant-objects.md", text: tenantObjectsReference() },
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
      ? jsonText({ version: 1, command: "schema", written })
      : `${written.map((file) => `${file} written\n`).join("")}${files.length - written.length} unchanged\n`,
  );
  return 0;
}
