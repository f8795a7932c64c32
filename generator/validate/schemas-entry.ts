import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { schemasFile } from "../load/input-files.ts";
import type { RepositoryDocuments } from "../load/load-repository.ts";
import { memoize } from "../load/memoize.ts";
import type { SourceDocument } from "../load/source.ts";
import type { SchemaSource } from "../tools/schema-fault.ts";
import { type Software, shippedPins, versionSource, withPins } from "../tools/schema-sources.ts";
import type { SchemasEntry } from "./inventory.ts";
import { parse, wholeDocument } from "./parse.ts";
import { readSchemaFiles } from "./schema-files.ts";
import { Schemas } from "./schemas.ts";

const parsedSchemas = memoize(({ source, value }: SourceDocument) =>
  parse(Schemas, value, wholeDocument(source, "schemas")),
);

/** The pinned schemas of a repository. Without a valid `platform/schemas.yaml`, those that the program ships. */
export function schemasEntry(
  { schemas, schemaFiles }: Pick<RepositoryDocuments, "schemas" | "schemaFiles">,
  found: Diagnostic[],
): SchemasEntry {
  const files = readSchemaFiles(schemaFiles, found);
  const source = schemas?.source ?? { file: schemasFile, text: "" };
  const at: SchemasEntry["at"] = (...path) => ({ source, path: ["spec", ...path] });
  if (schemas === undefined && files.length === 0) return { pins: shippedPins, at };
  const parsed = schemas === undefined ? undefined : parsedSchemas(schemas);
  found.push(...(parsed?.diagnostics ?? []));
  const spec = parsed?.value?.spec;
  const versions = (of: Software): readonly SchemaSource[] =>
    Object.entries(spec?.[of] ?? {}).map(([version, sum]) => ({
      ...versionSource(of, version, sum),
      declaredAt: [of, version],
    }));
  const modules = Object.entries(spec?.modules ?? {}).map(
    ([module, source]): SchemaSource => ({ module, ...source, declaredAt: ["modules", module] }),
  );
  return {
    pins: withPins({ kubernetes: versions("kubernetes"), argoCD: versions("argoCD"), modules, files }),
    at,
  };
}
