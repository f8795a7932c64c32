import { readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { parseAllDocuments } from "yaml";
import { codes } from "../diagnostics/codes.ts";
import { cacheFolder, digestOf, provideFolder, verifyFolder } from "./cache.ts";
import { type CustomResourceDefinition, crdSchemas, isCustomResourceDefinition } from "./crd-schemas.ts";
import { inlineKubernetes } from "./inline-kubernetes.ts";
import type { Definitions, JsonSchema } from "./json-schema.ts";
import { type ApiPaths, servedName, servedScopes, withScope } from "./kind-scope.ts";
import { type KindSchema, kubernetesSchemas } from "./kubernetes-schemas.ts";
import type { Machine } from "./machine.ts";
import { provideModuleFiles } from "./provide-module.ts";
import { SchemaFault, type SchemaFile, type SchemaSource } from "./schema-fault.ts";
import { keywordFault } from "./schema-keywords.ts";
import { pinnedSource, type SchemaPins, type Software, shippedPins, software } from "./schema-sources.ts";
import { shareSubschemas } from "./share-subschemas.ts";

const { messages } = codes["platform/schemas"];

/** A folder with one closed JSON Schema for each kind, for one version of Kubernetes and of Argo CD. */
export interface SchemaSet {
  readonly directory: string;
  /** The digest of all inputs. Sets with the same digest give the same results. */
  readonly digest: string;
  /** For kubeconform's -schema-location. */
  readonly location: string;
}

/**
 * A kind whose module cannot be downloaded. Its schema refers to Kubernetes' subtrees by name, and is text so that it
 * can be hashed.
 */
export interface CustomSchema {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly text: string;
  /** Whether a module or file of the pins that defines the kind replaces this schema. Otherwise, it is a duplicate. */
  readonly replaceable?: boolean;
}

/**
 * The schemas that objects are validated against, from the user's cache or generated from Go modules and the repository's files.
 * The modules are only read, never executed.
 * @param versions A minor or a full version of each. A minor must be pinned.
 * @throws SchemaFault if a source is not what its pin declares, or two sources define the same kind.
 * @throws ToolFailure if a module cannot be downloaded.
 */
export async function provideSchemas(
  versions: Readonly<Record<Software, string>>,
  custom: readonly CustomSchema[],
  machine: Machine,
  pins: SchemaPins = shippedPins,
): Promise<SchemaSet> {
  const core = sourceOf(pins, "kubernetes", versions.kubernetes);
  const sources = [sourceOf(pins, "argoCD", versions.argoCD), ...pins.modules];
  const digest = digestOf(
    JSON.stringify([core, ...sources].map(pinOf)),
    JSON.stringify([pins.files, custom]),
    ...converters(),
  );
  const directory = await provideFolder(join(cacheFolder(machine), "schemas", digest), async (folder) => {
    machine.log(
      `generating schemas for ${titleOf(core, "kubernetes")} and ${titleOf(sources[0], "argoCD")} (runs once)`,
    );
    const texts = await Promise.all(sources.map((source) => provideModuleFiles(source, source.crds, machine)));
    const { definitions, paths = {} } = await swaggerIn(core, machine);
    const objectMeta = inlineKubernetes(
      { "x-tenantry-kubernetes": { definition: "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" } },
      definitions,
    );
    const written = new Map<string, string>();
    const write = (schemas: readonly KindSchema[], from: SchemaSource | SchemaFile | undefined): void => {
      for (const schema of schemas) {
        const name = fileName(schema);
        if (!/^[a-z0-9.-]+$/.test(name)) throw invalidKind(schema, from ?? core);
        const before = written.get(name);
        if (before !== undefined) throw duplicateKind(schema, before, from ?? core);
        written.set(name, from === undefined ? "Seldon Core" : nameOf(from));
        writeFileSync(join(folder, name), JSON.stringify(shareSubschemas(schema.schema)));
      }
    };
    const scopes = servedScopes(paths);
    write(
      kubernetesSchemas(definitions).map((schema) => withScope(schema, scopes.get(servedName(schema)))),
      core,
    );
    const writeCustom = (schemas: readonly CustomSchema[]): void =>
      write(
        schemas.map((schema) => ({ ...schema, schema: inlineKubernetes(parseSchema(schema.text), definitions) })),
        undefined,
      );
    writeCustom(custom.filter(({ replaceable }) => replaceable !== true));
    for (const [index, source] of sources.entries())
      write(fromModule(source, texts[index] ?? new Map(), objectMeta), source);
    for (const file of pins.files) write(fromFile(file, objectMeta), file);
    writeCustom(custom.filter((schema) => schema.replaceable === true && !written.has(fileName(schema))));
  });
  return { directory, digest, location: join(directory, "{{.ResourceKind}}-{{.Group}}-{{.ResourceAPIVersion}}.json") };
}

/** The OpenAPI document in Kubernetes' module. */
export const swaggerFile = "api/openapi-spec/swagger.json";

/** The OpenAPI definitions of a pinned Kubernetes version. */
export async function kubernetesDefinitions(version: string, machine: Machine): Promise<Definitions> {
  return (await swaggerIn(sourceOf(shippedPins, "kubernetes", version), machine)).definitions;
}

interface Swagger {
  readonly definitions: Definitions;
  readonly paths?: ApiPaths;
}

async function swaggerIn(source: SchemaSource, machine: Machine): Promise<Swagger> {
  const texts = await provideModuleFiles(source, [swaggerFile], machine);
  const swagger: Swagger = JSON.parse(texts.get(swaggerFile) ?? "");
  return swagger;
}

/** Clusters are validated before their schemas are loaded, so a version without a pin is a bug, not a mistake in the input. */
function sourceOf(pins: SchemaPins, of: Software, version: string): SchemaSource {
  const source = pinnedSource(pins, of, version);
  if (source === undefined) throw new Error(`missing pinned schemas for ${software[of].title} ${version}`);
  return source;
}

/** The schema of one kind in a set, or undefined if the set has none. */
export function schemaOf(set: SchemaSet, kind: Pick<KindSchema, "group" | "version" | "kind">): JsonSchema | undefined {
  verifyFolder(set.directory);
  try {
    return parseSchema(readFileSync(join(set.directory, fileName(kind)), "utf8"));
  } catch {
    return undefined;
  }
}

/** kubeconform names the core group after its version. */
function fileName({ group, version, kind }: Pick<KindSchema, "group" | "version" | "kind">): string {
  return `${kind.toLowerCase()}-${group === "" ? version : group}-${version}.json`;
}

function fromModule(
  source: SchemaSource,
  texts: ReadonlyMap<string, string>,
  objectMeta: JsonSchema,
): readonly KindSchema[] {
  return source.crds.flatMap((file) => {
    const found = parseAllDocuments(texts.get(file) ?? "", { uniqueKeys: false, logLevel: "silent" })
      .filter(({ errors }) => errors.length === 0)
      .map((document): unknown => document.toJS())
      .filter(isCustomResourceDefinition);
    if (found.length === 0)
      throw new SchemaFault(
        source,
        { field: "crds", item: file, reason: messages.missingDefinition(file, nameOf(source)) },
        "Name a YAML file with CustomResourceDefinitions. A template of a chart is not such a file.",
      );
    for (const crd of found) requireKeywords(crd, source, file);
    return found.flatMap((crd) => crdSchemas(crd, objectMeta));
  });
}

/** @throws SchemaFault if the schema of a served version does not compile: kubeconform would find no schema for the kind. */
function requireKeywords({ spec }: CustomResourceDefinition, source: SchemaSource, file: string): void {
  for (const { served, schema } of spec.versions) {
    const fault = served && schema?.openAPIV3Schema !== undefined ? keywordFault(schema.openAPIV3Schema) : undefined;
    if (fault === undefined) continue;
    const place = `${file} of module ${nameOf(source)} (${spec.names.kind})`;
    throw new SchemaFault(
      source,
      { field: "crds", item: file, reason: messages.invalidKeyword(fault.path.join("."), place, fault.reason) },
      "Pin another version of the module, or copy a valid CustomResourceDefinition to platform/schemas/.",
    );
  }
}

/** A JSON Schema stays as the file contains it, but applies only to objects of its kind. */
function fromFile({ content }: SchemaFile, objectMeta: JsonSchema): readonly KindSchema[] {
  if ("definition" in content) return crdSchemas(content.definition, objectMeta);
  const { group, version, kind, schema } = content;
  const properties = {
    ...schema.properties,
    apiVersion: { enum: [group === "" ? version : `${group}/${version}`] },
    kind: { enum: [kind] },
  };
  const required = [...new Set(["apiVersion", "kind", "metadata", ...(schema.required ?? [])])];
  return [{ group, version, kind, schema: { ...schema, properties, required } }];
}

/** The name of a schema's file contains the kind, which comes from a module. */
function invalidKind({ group, version, kind }: KindSchema, source: SchemaSource | SchemaFile): SchemaFault {
  return new SchemaFault(
    source,
    { field: "crds", reason: messages.invalidKind(nameOf(source), JSON.stringify([group, version, kind])) },
    "Do not use this module before you know why: no API server accepts this kind.",
  );
}

function duplicateKind(
  { group, version, kind }: KindSchema,
  before: string,
  source: SchemaSource | SchemaFile,
): SchemaFault {
  return new SchemaFault(
    source,
    { field: "crds", reason: messages.duplicateKind(`${group === "" ? "" : `${group}/`}${version} ${kind}`, before) },
    "Remove one of the two. The kinds of Kubernetes, Argo CD and Seldon Core cannot be replaced.",
  );
}

/** The part of a source that determines its content: not the place of the pin. */
function pinOf({ module, version, sum, crds }: SchemaSource): readonly unknown[] {
  return [module, version, sum, crds];
}

function nameOf(source: SchemaSource | SchemaFile): string {
  return "file" in source ? source.file : `${source.module}@${source.version}`;
}

function titleOf(source: SchemaSource | undefined, of: Software): string {
  return `${software[of].title} ${source?.version.slice(1) ?? ""}`;
}

function parseSchema(text: string): JsonSchema {
  const schema: JsonSchema = JSON.parse(text);
  return schema;
}

/** The source of the converters, for the digest: a change of a converter changes the schemas. */
function converters(): readonly string[] {
  return [
    "crd-schemas",
    "go-pattern",
    "inline-kubernetes",
    "json-schema",
    "kind-scope",
    "kubernetes-schemas",
    "provide-schemas",
    "schema-keywords",
    "share-subschemas",
  ].map((file) => readFileSync(join(import.meta.dirname, `${file}${extname(import.meta.filename)}`), "utf8"));
}
