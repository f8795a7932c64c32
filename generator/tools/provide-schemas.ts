import { readFileSync, writeFileSync } from "node:fs";
import { join, parse } from "node:path";
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

/** A folder with one closed JSON Schema a kind, for one Kubernetes and one Argo CD. */
export interface SchemaSet {
  readonly directory: string;
  /** Of everything that went in: two sets with one digest judge alike. */
  readonly digest: string;
  /** For kubeconform's -schema-location. */
  readonly location: string;
}

/** A kind whose module cannot be downloaded: its schema, with Kubernetes' subtrees by name, as text so that it can be hashed. */
export interface CustomSchema {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly text: string;
}

/**
 * The schemas that objects are held against, from the user's cache or made now: in Go's own module cache they are data.
 * @throws ToolFailure where go is missing, nothing can be downloaded, or a module is not the pinned one.
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
      `making schemas for Kubernetes ${versions.kubernetes} and Argo CD ${versions.argoCD}, once; the first time downloads about 200 MB`,
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

/** One kind's schema out of a set, or nothing where it holds none. */
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
          `${file} of ${source.module} ${source.version} holds no CustomResourceDefinition`,
          "The pin in generator/tools/schema-sources.ts needs another look.",
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
      `${file} of ${module} ${version} cannot be read`,
      "Remove that module from Go's module cache (go clean -modcache removes them all) and call again.",
      { cause: error },
    );
  }
}

/** The folder of a module in Go's module cache, once its hash is the pinned one. */
async function download(source: SchemaSource, machine: Machine): Promise<string> {
  const name = `${source.module}@${source.version}`;
  const remedy = "Install Go 1.26 or later (https://go.dev/dl), and let it reach its module proxy (go env GOPROXY).";
  const env = { ...machine.env, GOFLAGS: "-mod=mod" };
  // Outside every Go module, so that no go.mod is in the way.
  const done = await runTool(goProgram, ["mod", "download", "-json", name], {
    cwd: parse(import.meta.dirname).root,
    env,
  }).catch((error: unknown) => {
    throw new ToolFailure(`the schemas of ${name} cannot be fetched: there is no go command`, remedy, {
      cause: error,
    });
  });
  const answer: { readonly Dir?: string; readonly Sum?: string; readonly Error?: string } =
    done.stdout === "" ? {} : JSON.parse(done.stdout);
  if (done.code !== 0 || answer.Dir === undefined) {
    throw new ToolFailure(`${name} cannot be downloaded: ${(answer.Error ?? done.stderr).trim()}`, remedy);
  }
  if (answer.Sum !== source.sum) {
    throw new ToolFailure(
      `${name} is not what is pinned: ${answer.Sum ?? "no hash"} instead of ${source.sum}`,
      "Somebody changed a published module, or the download: do not trust it.",
    );
  }
  return answer.Dir;
}

function parseSchema(text: string): JsonSchema {
  const schema: JsonSchema = JSON.parse(text);
  return schema;
}

/** A change of what converts them is a change of the schemas. */
function converters(): readonly string[] {
  return [
    "crd-schemas.ts",
    "inline-kubernetes.ts",
    "json-schema.ts",
    "kubernetes-schemas.ts",
    "provide-schemas.ts",
    "share-subschemas.ts",
  ].map((file) => readFileSync(join(import.meta.dirname, file), "utf8"));
}
