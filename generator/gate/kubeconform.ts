import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { compareStrings, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import type { ComponentUse } from "../layout/overlay.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { componentFolders } from "../render/causes.ts";
import { digestOf, verifyFolder } from "../tools/cache.ts";
import { codeDigest } from "../tools/code-digest.ts";
import type { SchemaSet } from "../tools/provide-schemas.ts";
import type { Tool } from "../tools/provide-tool.ts";
import { runTool } from "../tools/run-tool.ts";
import { closeScratch, openScratch } from "../tools/scratch.ts";
import { findingAt, type Origin } from "../validate/inventory.ts";
import { type SchemaProblem, schemaProblems } from "./schema-problems.ts";
import type { KnownValid } from "./validation-cache.ts";

/** One object as it will be committed. Its text is judged, not its value: that is what the API server will read. */
export interface RenderedFile {
  readonly object: KubernetesObject;
  readonly origin: Origin;
  readonly file: string;
  readonly text: string;
  /** The components that it is as it is by; nothing where none can be. */
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
  /** What the schema of its kind has against it; nothing where there is no schema. */
  readonly problems: readonly SchemaProblem[] | undefined;
}

export interface SchemaValidator {
  readonly kubeconform: () => Promise<Tool>;
  readonly schemas: SchemaSet;
  /** Groups of objects that were valid before, under these schemas; only those are ever remembered. */
  readonly known: KnownValid;
  /** Single objects that were valid before: of a group that changed, only what changed in it is asked about. */
  readonly knownObjects: KnownValid;
}

/**
 * kubeconform over every object, strictly and with a schema for every kind. It exits 0 when it read nothing and when it
 * skipped everything, so its own words are counted: an object without a verdict is a failure of the tool.
 */
export async function kubeconform(groups: readonly Group[], validator: SchemaValidator): Promise<ValidationResult> {
  if (groups.every((group) => group.length === 0)) {
    throw new ToolFailure(
      "there is nothing to validate",
      "A repository without a single object is not checked: add a tenant or a namespace.",
    );
  }
  // A group is empty where its overlay could not be built: that has been said already.
  const keyed = groups
    .filter((group) => group.length > 0)
    .map((group) => ({
      group,
      key: digestOf(codeDigest(), validator.schemas.digest, ...group.map(({ text }) => text)),
    }));
  const unknown = keyed.filter(({ key }) => !validator.known.has(key));
  const verdicts = await verdictsOn(
    unknown.map(({ group }) => group),
    validator,
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
): Promise<ReadonlyMap<Group, readonly Refused[]>> {
  const keyOf = ({ text }: RenderedFile): string => digestOf(codeDigest(), validator.schemas.digest, text);
  const asked = groups
    .map((group) => ({ group, objects: group.filter((file) => !validator.knownObjects.has(keyOf(file))) }))
    .filter(({ objects }) => objects.length > 0);
  const applied =
    asked.length === 0
      ? []
      : await ask(
          asked.map(({ objects }) => objects),
          validator,
        );
  const verdicts = new Map(asked.map(({ group }, index) => [group, applied[index] ?? []]));
  for (const group of groups)
    if ((verdicts.get(group) ?? []).length === 0) for (const file of group) validator.knownObjects.add(keyOf(file));
  return verdicts;
}

/** What kubeconform says of one object. */
interface Output {
  readonly filename: string;
  readonly kind: string;
  readonly name: string;
  readonly status: string;
  readonly msg?: string;
}

async function ask(
  groups: readonly Group[],
  { kubeconform: provide, schemas }: SchemaValidator,
): Promise<readonly (readonly Refused[])[]> {
  verifyFolder(schemas.directory);
  const tool = await provide();
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
    const reported = answers(done.stdout, done.stderr);
    const byFile = Map.groupBy(reported, ({ filename }) => filename);
    return files.map((own) => own.flatMap(({ path, objects }) => refusedOf(objects, byFile.get(path) ?? [], schemas)));
  } finally {
    closeScratch(folder);
  }
}

/** Objects of one group in files: kubeconform says no namespace, so no file holds two of one kind and name. */
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

function answers(stdout: string, stderr: string): readonly Output[] {
  try {
    const parsed: { readonly resources?: readonly Output[] } = JSON.parse(stdout);
    return parsed.resources ?? [];
  } catch (error) {
    throw new ToolFailure(
      `kubeconform gave no verdict: ${(stderr || stdout).trim().slice(0, 500)}`,
      "Call again with --no-cache; if it stays, please report it.",
      { cause: error },
    );
  }
}

function refusedOf(
  group: readonly RenderedFile[],
  reported: readonly Output[],
  schemas: SchemaSet,
): readonly Refused[] {
  if (reported.length !== group.length) {
    throw new ToolFailure(
      `kubeconform judged ${reported.length} of ${group.length} objects of ${group[0]?.file ?? "nothing"}`,
      `Its schemas are in ${schemas.directory}; remove that folder and call again.`,
    );
  }
  return reported.flatMap((item) => {
    if (item.status === "statusValid") return [];
    const applied =
      group.find(({ object }) => object.kind === item.kind && object.metadata?.name === item.name) ?? group[0];
    if (applied === undefined) return [];
    const missing = item.status === "statusSkipped" || /could not find schema/i.test(item.msg ?? "");
    return [{ rendered: applied, problems: missing ? undefined : schemaProblems(reason(item.msg)) }];
  });
}

/** So many things that a schema has against one object are said. */
const mostProblems = 20;

function findingOf({ rendered, problems }: Refused): Diagnostic {
  const { object, file, causes = [] } = rendered;
  const origin = causes[0]?.origin ?? rendered.origin;
  const subject = `${object.kind} ${object.metadata?.name ?? ""} (${file})`;
  if (problems === undefined)
    return findingAt(
      origin,
      "gate/no-schema",
      `there is no schema for ${object.apiVersion} ${subject}`,
      "Its kind has to be pinned in generator/tools/schema-sources.ts, or is misspelt.",
    );
  const hint = causes.length === 0 ? "The object was made from here." : `Look at ${componentFolders(causes)}.`;
  // kubeconform says them in another order every time.
  const texts = problems.map(({ text }) => text).sort(compareStrings);
  const rest = texts.length - mostProblems;
  const messages = [...texts.slice(0, mostProblems), ...(rest > 0 ? [`and ${rest} more`] : [])];
  return findingAt(origin, "gate/invalid", `${subject}: ${messages.join("; ")}`, hint);
}

/** kubeconform's message without the schema's path on this machine. */
function reason(message: string | undefined): string {
  return (message ?? "no reason given")
    .replace(/^problem validating schema\. Check JSON formatting: /, "")
    .replace(/jsonschema validation failed with '[^']*'\s*/, "")
    .replace(/\s+/g, " ")
    .trim();
}
