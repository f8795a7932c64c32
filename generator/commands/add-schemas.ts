import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { type SchemaPin, withSchemaPin } from "../edit/pin-schemas.ts";
import { schemasFile } from "../load/input-files.ts";
import { loadRepository } from "../load/load-repository.ts";
import { parseYaml } from "../load/parse-yaml.ts";
import { describedSchemas } from "../models/described-schemas.ts";
import { newestFacts, seldonVersions } from "../models/seldon/versions.ts";
import type { Block } from "../text/document.ts";
import { isAtLeast } from "../text/version.ts";
import { type RecordedSum, recordedSum } from "../tools/checksum-database.ts";
import type { Machine } from "../tools/machine.ts";
import { sumOfModule } from "../tools/provide-module.ts";
import { provideSchemas, swaggerFile } from "../tools/provide-schemas.ts";
import type { SchemaSource } from "../tools/schema-fault.ts";
import {
  pinnedVersion,
  type Software,
  shippedPins,
  software,
  softwareNames,
  versionSource,
} from "../tools/schema-sources.ts";
import { addable } from "../validate/references/schemas.ts";
import { ModuleName } from "../validate/schemas.ts";
import { schemasEntry } from "../validate/schemas-entry.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { type DocumentForm, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";
import { progressLine } from "./progress.ts";
import { replaceFile } from "./tenant-edit.ts";

/** The module that the user wants to pin. Its sum is not known yet. */
interface Wanted {
  /** Undefined for another module. */
  readonly software: Software | undefined;
  readonly source: Omit<SchemaSource, "sum">;
}

/**
 * Pins the schemas of a version or of a module in `platform/schemas.yaml`. It downloads the module, computes its sum, compares it
 * with the checksum database, and generates the schemas. It writes the file only if all of that succeeds.
 * @param wanted `kubernetes@1.35.4`, `argo-cd@3.6.1` or `<module>@<version>`.
 */
export async function addSchemas(
  root: string,
  wanted: string,
  crds: readonly string[],
  output: DocumentForm,
  context: CommandContext,
): Promise<ExitCode> {
  const { software: of, source } = readWanted(wanted, crds);
  const documents = loadRepository(root);
  if (!documents.ok) return printRefusal(documents.diagnostics, output, context, { written: false });
  const found: Diagnostic[] = [];
  schemasEntry(documents.value, found);
  if (found.length > 0) return printRefusal(found, output, context, { written: false });

  const progress = progressLine(context);
  const machine: Machine = { env: context.env, log: progress.log };
  const sum = await sumOfModule(source, of === "kubernetes" ? [swaggerFile] : source.crds, machine);
  const recorded = await recordedSum(source, machine);
  requireSameSum(source, sum, recorded);
  const version = source.version.slice(1);
  const pin: SchemaPin = of === undefined ? { ...source, sum } : { software: of, version, sum };
  const path = join(root, schemasFile);
  const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  const after = withSchemaPin(before, pin);
  const mistakes = await unusable(after, documents.value, of === undefined ? undefined : { [of]: version }, machine);
  progress.clear();
  if (mistakes.length > 0) return printRefusal(mistakes, output, context, { written: false });
  if (after !== before) {
    context.writing?.();
    replaceFile(path, before, after);
  }
  const data = {
    version: 1,
    file: schemasFile,
    changed: after !== before,
    added: { module: source.module, version: source.version, sum },
    checksumDatabase: { name: recorded.database, same: recorded.sum === undefined ? null : true },
  };
  printDocument({ blocks: summary(wanted, sum, recorded, after !== before), data }, output, context);
  return 0;
}

function readWanted(wanted: string, crds: readonly string[]): Wanted {
  const [name = "", given = "", ...rest] = wanted.split("@");
  const of = softwareNames.find((candidate) => addable[candidate] === name || software[candidate].module === name);
  const version = `v${given.replace(/^v/, "")}`;
  if (rest.length > 0 || !/^v\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/.test(version))
    throw new UsageError(
      `invalid version ${JSON.stringify(wanted)}: it must be <name>@<full version>`,
      "Example: npx --no-install tenantry versions --add kubernetes@1.35.4",
    );
  if (of === undefined) {
    if (!ModuleName.safeParse(name).success)
      throw new UsageError(
        `unknown software ${JSON.stringify(name)}`,
        `Name ${softwareNames.map((candidate) => addable[candidate]).join(", ")}, or the path of a Go module, for example github.com/cert-manager/cert-manager.`,
      );
    if (crds.length === 0)
      throw new UsageError(
        `missing --crd: Tenantry does not know the files of module ${name}`,
        "Name the files with CustomResourceDefinitions, as paths from the root of the module: --crd config/crd/bases/x.yaml",
      );
    return { software: undefined, source: { module: name, version, crds } };
  }
  const { title, minimum, because } = software[of];
  if (crds.length > 0)
    throw new UsageError(`--crd is not allowed for ${title}`, "Remove --crd: Tenantry knows the files.");
  if (!isAtLeast(version, minimum))
    throw new UsageError(`unsupported version ${title} ${given}: ${because}`, `Use ${title} ${minimum} or later.`);
  return { software: of, source: versionSource(of, version.slice(1), "") };
}

/** @throws ToolFailure if the checksum database has another sum: the download is not the published module. */
function requireSameSum({ module, version }: Wanted["source"], sum: string, recorded: RecordedSum): void {
  if (recorded.sum === undefined || recorded.sum === sum) return;
  throw new ToolFailure(
    `invalid hash of module ${module}@${version}: ${sum} instead of ${recorded.sum} in the checksum database ${recorded.database}`,
    "Do not use this module. The published module or the download was changed. Nothing was written.",
  );
}

/** Generates the schemas with the new text of the file. Returns its mistakes. */
async function unusable(
  text: string,
  { schemaFiles }: Parameters<typeof schemasEntry>[0],
  versions: Partial<Record<Software, string>> | undefined,
  machine: Machine,
): Promise<readonly Diagnostic[]> {
  const read = parseYaml({ file: schemasFile, text: text.replaceAll("\r\n", "\n") });
  if (!read.ok) return read.diagnostics;
  const found: Diagnostic[] = [];
  const { pins } = schemasEntry({ schemas: read.value, schemaFiles }, found);
  if (found.length > 0) return found;
  const sample = {
    kubernetes: pinnedVersion(shippedPins, "kubernetes", ""),
    argoCD: pinnedVersion(shippedPins, "argoCD", ""),
    ...versions,
  };
  await provideSchemas(sample, describedSchemas(newestFacts(seldonVersions)), machine, pins);
  return [];
}

function summary(wanted: string, sum: string, recorded: RecordedSum, changed: boolean): readonly Block[] {
  const compared =
    recorded.sum === undefined
      ? `The hash was not compared with the checksum database ${recorded.database}: ${recorded.reason}. Compare it with a second source before you merge.`
      : `The checksum database ${recorded.database} has the same hash.`;
  return [
    { text: changed ? `${schemasFile}: ${wanted} added` : `${schemasFile} already pins ${wanted}` },
    { items: [`hash: ${sum}`, compared] },
    ...(changed ? [{ text: "Next: npx --no-install tenantry build, and commit both." }] : []),
  ];
}
