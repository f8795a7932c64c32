import { readFileSync, writeFileSync } from "node:fs";
import { extname, join, parse } from "node:path";
import { parseAllDocuments } from "yaml";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { cacheFolder, digestOf, provideFolder, verifyFolder } from "./cache.ts";
import { crdSchemas, isCustomResourceDefinition } from "./crd-schemas.ts";
import { inlineKubernetes } from "./inline-kubernetes.ts";
import type { Definitions, JsonSchema } from "./json-schema.ts";
import { type KindSchema, kubernetesSchemas } from "./kubernetes-schemas.ts";
import type { Machine } from "./machine.ts";
import { goProgram } from "./programs.ts";
import { runTool } from "./run-tool.ts";
import { crdSources, kubernetesSource, type SchemaSource } from "./schema-sources.ts";
import { shareSubschemas } from "./share-subschemas.ts";

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
}

/**
 * The schemas that objects are validated against, from the user's cache or generated from modules in Go's module cache.
 * The modules are only read, never executed.
 * @throws ToolFailure if go is missing, a download fails, or a module is not the pinned one.
 */
export async function provideSchemas(
  versions: { readonly kubernetes: string; readonly argoCD: string },
  custom: readonly CustomSchema[],
  machine: Machine,
): Promise<SchemaSet> {
  const sources = crdSources(versions.argoCD);
  const core = kubernetesSource(versions.kubernetes);
  const digest = digestOf(JSON.stringify([core, sources, custom]), ...converters());
  const directory = await provideFolder(join(cacheFolder(machine), "schemas", digest), async (folder) => {
    machine.log(
      `generating schemas for Kubernetes ${versions.kubernetes} and Argo CD ${versions.argoCD} (runs once for these versions, and downloads about 200 MB)`,
    );
    const definitions = await kubernetesDefinitions(versions.kubernetes, machine);
    const objectMeta = inlineKubernetes(
      { "x-tenantry-kubernetes": { definition: "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" } },
      definitions,
    );
    const schemas = [
      ...kubernetesSchemas(definitions),
      ...(await fromModules(sources, objectMeta, machine)),
      ...custom.map((schema) => ({ ...schema, schema: inlineKubernetes(parseSchema(schema.text), definitions) })),
    ];
    for (const schema of schemas)
      writeFileSync(join(folder, fileName(schema)), JSON.stringify(shareSubschemas(schema.schema)));
  });
  return { directory, digest, location: join(directory, "{{.ResourceKind}}-{{.Group}}-{{.ResourceAPIVersion}}.json") };
}

/** The OpenAPI definitions of a pinned Kubernetes version. */
export async function kubernetesDefinitions(version: string, machine: Machine): Promise<Definitions> {
  const folder = await download(kubernetesSource(version), machine);
  const swagger: { definitions: Definitions } = JSON.parse(
    readModuleFile(kubernetesSource(version), folder, "api/openapi-spec/swagger.json"),
  );
  return swagger.definitions;
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

async function fromModules(
  sources: readonly SchemaSource[],
  objectMeta: JsonSchema,
  machine: Machine,
): Promise<readonly KindSchema[]> {
  const folders = await Promise.all(sources.map((source) => download(source, machine)));
  return sources.flatMap((source, index) =>
    source.crds.flatMap((file) => {
      const text = readModuleFile(source, folders[index] ?? "", file);
      const found = parseAllDocuments(text, { uniqueKeys: false, logLevel: "silent" })
        .map((document): unknown => document.toJS())
        .filter(isCustomResourceDefinition);
      if (found.length === 0)
        throw new ToolFailure(
          `missing CustomResourceDefinition in ${file} of ${source.module} ${source.version}`,
          "Correct the pinned file in generator/tools/schema-sources.ts.",
        );
      return found.flatMap((crd) => crdSchemas(crd, objectMeta));
    }),
  );
}

function readModuleFile({ module, version }: SchemaSource, folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), "utf8");
  } catch (error) {
    throw new ToolFailure(
      `cannot read ${file} of ${module} ${version}`,
      "Remove this module from Go's module cache, for example with go clean -modcache, which removes all modules. Then run the command again.",
      { cause: error },
    );
  }
}

/** Downloads a module, verifies its pinned hash, and returns its folder in Go's module cache. */
async function download(source: SchemaSource, machine: Machine): Promise<string> {
  const name = `${source.module}@${source.version}`;
  const remedy =
    "Install Go 1.26 or later (https://go.dev/dl), and allow access to Go's module proxy (go env GOPROXY shows its address).";
  const env = { ...machine.env, GOFLAGS: "-mod=mod" };
  // In a folder outside every Go module, so that no go.mod affects the command.
  const done = await runTool(goProgram, ["mod", "download", "-json", name], {
    cwd: parse(import.meta.dirname).root,
    env,
  }).catch((error: unknown) => {
    throw new ToolFailure(`missing go command to download the schemas of ${name}`, remedy, {
      cause: error,
    });
  });
  const answer: { readonly Dir?: string; readonly Sum?: string; readonly Error?: string } =
    done.stdout === "" ? {} : JSON.parse(done.stdout);
  if (done.code !== 0 || answer.Dir === undefined) {
    throw new ToolFailure(`cannot download ${name}: ${(answer.Error ?? done.stderr).trim()}`, remedy);
  }
  if (answer.Sum !== source.sum) {
    throw new ToolFailure(
      `invalid hash of module ${name}: ${answer.Sum ?? "missing"} instead of the pinned ${source.sum}`,
      "Do not use this module. The published module or the download was changed.",
    );
  }
  return answer.Dir;
}

function parseSchema(text: string): JsonSchema {
  const schema: JsonSchema = JSON.parse(text);
  return schema;
}

/** The source of the converters, for the digest: a change of a converter changes the schemas. */
function converters(): readonly string[] {
  return [
    "crd-schemas",
    "inline-kubernetes",
    "json-schema",
    "kubernetes-schemas",
    "provide-schemas",
    "share-subschemas",
  ].map((file) => readFileSync(join(import.meta.dirname, `${file}${extname(import.meta.filename)}`), "utf8"));
}
