import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { codes } from "../diagnostics/codes.ts";
import { compareStrings, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import type { ComponentUse } from "../layout/overlay.ts";
import { addonsFolder } from "../load/input-files.ts";
import type { Path } from "../load/source.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { componentFolders } from "../render/causes.ts";
import { digestOf, verifyFolder } from "../tools/cache.ts";
import { codeDigest } from "../tools/code-digest.ts";
import type { SchemaSet } from "../tools/provide-schemas.ts";
import type { Tool } from "../tools/provide-tool.ts";
import { runTool } from "../tools/run-tool.ts";
import { closeScratch, openScratch } from "../tools/scratch.ts";
import { findingAt, type Origin, partOf } from "../validate/inventory.ts";
import { type SchemaProblem, schemaProblems } from "./schema-problems.ts";
import type { ValidationCache } from "./validation-cache.ts";

/** One object in its committed form. Its text is validated, not its value, because the API server reads the text. */
export interface RenderedFile {
  readonly object: KubernetesObject;
  readonly origin: Origin;
  readonly file: string;
  readonly text: string;
  /** The components that may have shaped it. Undefined where none can. */
  readonly causes?: readonly ComponentUse[];
}

/** Objects of one Application, or of one unit. */
type Group = readonly RenderedFile[];

export interface ValidationResult {
  readonly valid: number;
  readonly invalid: number;
  readonly skipped: number;
  readonly diagnostics: readonly Diagnostic[];
  /** The objects that are not valid. */
  readonly refused: readonly Refused[];
}

interface Refused {
  readonly rendered: RenderedFile;
  /** Its violations of the schema of its kind. Undefined if there is no schema. */
  readonly problems: readonly SchemaProblem[] | undefined;
}

export interface SchemaValidator {
  readonly kubeconform: () => Promise<Tool>;
  readonly schemas: SchemaSet;
  /** Groups of objects that were valid before, for this program and these schemas. Invalid groups are never remembered. */
  readonly known: ValidationCache;
  /** Single objects that were valid before: in a changed group, only the changed objects are validated. */
  readonly knownObjects: ValidationCache;
}

/**
 * Validates every object with kubeconform, strictly and with a schema for every kind. kubeconform exits 0 even if it reads
 * nothing or skips everything, so its verdicts are counted: an object without a verdict is a failure of the tool.
 */
export async function kubeconform(groups: readonly Group[], validator: SchemaValidator): Promise<ValidationResult> {
  if (groups.every((group) => group.length === 0)) {
    throw new ToolFailure(
      "no objects to validate",
      "Add a tenant or a namespace: Tenantry cannot check a repository without objects.",
    );
  }
  // Also if all verdicts are known, because they are those of one program.
  const tool = await validator.kubeconform();
  const keyOf = (texts: readonly string[]): string =>
    digestOf(codeDigest(), tool.digest, validator.schemas.digest, ...texts);
  // A group is empty if its overlay could not be built, which is already reported.
  const keyed = groups
    .filter((group) => group.length > 0)
    .map((group) => ({
      group,
      key: keyOf(group.map(({ text }) => text)),
    }));
  const unknown = keyed.filter(({ key }) => !validator.known.has(key));
  const verdicts = await verdictsOn(
    unknown.map(({ group }) => group),
    validator,
    tool,
    ({ text }) => keyOf([text]),
  );
  for (const { group, key } of keyed) if ((verdicts.get(group) ?? []).length === 0) validator.known.add(key);
  const refused = keyed.flatMap(({ group }) => verdicts.get(group) ?? []);
  const skipped = refused.filter(({ problems }) => problems === undefined).length;
  return {
    valid: keyed.reduce((sum, { group }) => sum + group.length, 0) - refused.length,
    invalid: refused.length - skipped,
    skipped,
    diagnostics: refused.map(findingOf),
    refused,
  };
}

/** Invalid objects by group. An object that was valid before is not validated again: validity does not depend on its group. */
async function verdictsOn(
  groups: readonly Group[],
  validator: SchemaValidator,
  tool: Tool,
  keyOf: (file: RenderedFile) => string,
): Promise<ReadonlyMap<Group, readonly Refused[]>> {
  const pending = groups
    .map((group) => ({ group, objects: group.filter((file) => !validator.knownObjects.has(keyOf(file))) }))
    .filter(({ objects }) => objects.length > 0);
  const applied =
    pending.length === 0
      ? []
      : await runKubeconform(
          pending.map(({ objects }) => objects),
          validator.schemas,
          tool,
        );
  const verdicts = new Map(pending.map(({ group }, index) => [group, applied[index] ?? []]));
  for (const group of groups)
    if ((verdicts.get(group) ?? []).length === 0) for (const file of group) validator.knownObjects.add(keyOf(file));
  return verdicts;
}

/** The output of kubeconform for one object. */
interface Output {
  readonly filename: string;
  readonly kind: string;
  readonly name: string;
  readonly status: string;
  readonly msg?: string;
}

async function runKubeconform(
  groups: readonly Group[],
  schemas: SchemaSet,
  tool: Tool,
): Promise<readonly (readonly Refused[])[]> {
  verifyFolder(schemas.directory);
  const folder = openScratch();
  try {
    const files = groups.map((group, index) =>
      filesOf(group).map((objects, nth) => ({ path: join(folder, `${index}-${nth}.yaml`), objects })),
    );
    for (const { path, objects } of files.flat()) writeFileSync(path, objects.map(({ text }) => text).join("---\n"));
    const args = [
      "-strict",
      "-verbose",
      "-output",
      "json",
      "-n",
      String(availableParallelism()),
      "-schema-location",
      schemas.location,
      folder,
    ];
    const done = await runTool(tool, args);
    const outputs = outputsOf(done.stdout, done.stderr);
    const byFile = Map.groupBy(outputs, ({ filename }) => filename);
    return files.map((own) => own.flatMap(({ path, objects }) => refusedOf(objects, byFile.get(path) ?? [], schemas)));
  } finally {
    closeScratch(folder);
  }
}

/** Objects of one group in files. kubeconform prints no namespace, so no file contains two objects of one kind and name. */
function filesOf(group: Group): readonly Group[] {
  const times = new Map<string, number>();
  const nth = ({ object }: RenderedFile): number => {
    const name = JSON.stringify([object.kind, object.metadata?.name]);
    const before = times.get(name) ?? 0;
    times.set(name, before + 1);
    return before;
  };
  return [...Map.groupBy(group, nth).values()];
}

function outputsOf(stdout: string, stderr: string): readonly Output[] {
  try {
    const parsed: { readonly resources?: readonly Output[] } = JSON.parse(stdout);
    return parsed.resources ?? [];
  } catch (error) {
    throw new ToolFailure(
      `kubeconform did not return valid JSON: ${(stderr || stdout).trim().slice(0, 500)}`,
      "Run the command again with --no-cache. If the error persists, report the error as a bug in Tenantry.",
      { cause: error },
    );
  }
}

function refusedOf(group: readonly RenderedFile[], outputs: readonly Output[], schemas: SchemaSet): readonly Refused[] {
  if (outputs.length !== group.length) {
    throw new ToolFailure(
      `kubeconform validated ${outputs.length} of ${group.length} objects of the group that begins with ${group[0]?.file ?? "no file"}`,
      `Remove the schema folder ${schemas.directory}, and run the command again.`,
    );
  }
  return outputs.flatMap((item) => {
    if (item.status === "statusValid") return [];
    const applied =
      group.find(({ object }) => object.kind === item.kind && object.metadata?.name === item.name) ?? group[0];
    if (applied === undefined) return [];
    const missing = item.status === "statusSkipped" || /could not find schema/i.test(item.msg ?? "");
    return [{ rendered: applied, problems: missing ? undefined : schemaProblems(reason(item.msg)) }];
  });
}

function isOfAddon({ source }: Origin): boolean {
  return source.file.startsWith(`${addonsFolder}/`);
}

/** The maximum number of schema violations that are reported for one object. */
const mostProblems = 20;

function findingOf({ rendered, problems }: Refused): Diagnostic {
  const { object, file, causes = [] } = rendered;
  const origin = causes[0]?.origin ?? rendered.origin;
  const subject = `${object.kind} ${object.metadata?.name ?? ""} (${file})`;
  if (problems === undefined)
    return findingAt(
      origin,
      "gate/no-schema",
      codes["gate/no-schema"].messages.missingSchema(object.apiVersion, subject),
      `Check the spelling of the kind, or add its schema to ${isOfAddon(origin) ? "spec.schemas of the add-on, or to " : ""}platform/schemas.yaml. For example: npx --no-install tenantry versions --add github.com/cert-manager/cert-manager@v1.21.2 --crd deploy/crds/cert-manager.io_certificates.yaml`,
    );
  const hint =
    causes.length === 0
      ? "Check this line: Tenantry generates the object from this line."
      : `Check ${componentFolders(causes)}.`;
  // kubeconform prints them in another order every time.
  const texts = problems.map(({ text }) => text).sort(compareStrings);
  const rest = texts.length - mostProblems;
  const shown = [...texts.slice(0, mostProblems), ...(rest > 0 ? [`and ${rest} more`] : [])];
  return findingAt(
    // Several problems have one position: that of the object.
    problems.length === 1 ? partAt(origin, problems[0]?.path ?? []) : origin,
    "gate/invalid",
    codes["gate/invalid"].messages.invalidObject(subject, shown.join("; ")),
    hint,
  );
}

/** The origin of a field of the object's spec. Other fields have the origin of the object. */
function partAt(origin: Origin, [field, ...path]: Path): Origin {
  return field === "spec" && path.length > 0 ? partOf(origin, ...path) : origin;
}

/** kubeconform's message without the schema's path on this machine. */
function reason(message: string | undefined): string {
  return (message ?? "no reason given")
    .replace(/^problem validating schema\. Check JSON formatting: /, "")
    .replace(/jsonschema validation failed with '[^']*'\s*/, "")
    .replace(/\s+/g, " ")
    .trim();
}
