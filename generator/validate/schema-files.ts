import { z } from "zod";
import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic, Location } from "../diagnostics/diagnostic.ts";
import { locateBelow } from "../load/locate.ts";
import { readDocuments, type YamlDocument } from "../load/read-documents.ts";
import type { Path, Source } from "../load/source.ts";
import type { JsonSchema } from "../tools/json-schema.ts";
import { kindScopes, scopeKeyword } from "../tools/kind-scope.ts";
import type { SchemaFile } from "../tools/schema-fault.ts";
import { keywordFault } from "../tools/schema-keywords.ts";
import { isMap, valueAt } from "./merge.ts";

const Kind = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,62}$/);
const Group = z.string().regex(/^[a-z0-9]([-.a-z0-9]{0,252})$/);
const ApiVersion = z.string().regex(/^v[0-9]+[a-z0-9]{0,20}$/);
const OpenSchema = z.custom<JsonSchema>(isMap);

/** The part of a CustomResourceDefinition (apiextensions.k8s.io/v1) that Tenantry reads. */
const Definition = z.looseObject({
  kind: z.literal("CustomResourceDefinition"),
  spec: z.looseObject({
    group: Group,
    names: z.looseObject({ kind: Kind }),
    scope: z.enum(kindScopes).optional(),
    versions: z
      .array(
        z.looseObject({
          name: ApiVersion,
          served: z.boolean(),
          schema: z.looseObject({ openAPIV3Schema: OpenSchema }),
        }),
      )
      .min(1),
  }),
});

const kindKeyword = "x-kubernetes-group-version-kind";

/** A JSON Schema that names its kind as Kubernetes' OpenAPI does, and may contain the scope of the kind. */
const Named = z.looseObject({
  [kindKeyword]: z.tuple([z.strictObject({ group: Group, version: ApiVersion, kind: Kind })]),
  [scopeKeyword]: z.enum(kindScopes).optional(),
});

/** The schemas in the files of `platform/schemas/`. A file that contains anything else is a mistake. */
export function readSchemaFiles(sources: readonly Source[], found: Diagnostic[]): readonly SchemaFile[] {
  return sources.flatMap((source) => {
    const { documents, diagnostics } = readDocuments(source);
    found.push(...diagnostics);
    const read = documents.flatMap((document) => schemaIn(source, document, found) ?? []);
    if (documents.length === 0 && diagnostics.length === 0)
      found.push(mistake(messages.notSchema(source.file), locateBelow(source, null, [], "value")));
    return read;
  });
}

const { messages } = codes["platform/schemas"];

function schemaIn(source: Source, { contents, value }: YamlDocument, found: Diagnostic[]): SchemaFile | undefined {
  const at = locateBelow(source, contents, [], "value");
  const reference = referencesIn(value).find((target) => !target.startsWith("#"));
  const definition = Definition.safeParse(value);
  const named = Named.safeParse(value);
  const uncompiled = (definition.success || named.success ? schemasIn(value, definition.success) : []).flatMap(
    ({ path, schema }): readonly Diagnostic[] => {
      const fault = keywordFault(schema);
      if (fault === undefined) return [];
      const message = messages.invalidKeyword(fault.path.join("."), source.file, fault.reason);
      const place = locateBelow(source, contents, [...path, ...fault.path], "value");
      return [{ code: "platform/schemas", severity: "error", message, hint: keywordHint, at: place }];
    },
  );
  if (reference !== undefined) found.push(mistake(messages.otherFile(source.file, reference), at));
  else if (uncompiled.length > 0) found.push(...uncompiled);
  else if (definition.success) return { file: source.file, content: { definition: definition.data } };
  else if (named.success) {
    const [kind] = named.data[kindKeyword];
    return { file: source.file, content: { ...kind, schema: named.data } };
  } else found.push(mistake(messages.notSchema(source.file), at));
  return undefined;
}

const keywordHint = "Fix the keyword, or copy the schema again from its source: no program can compile this schema.";

/** The schemas in a document, each with its path: one for each served version of a CustomResourceDefinition. */
function schemasIn(
  value: unknown,
  isDefinition: boolean,
): readonly { readonly path: Path; readonly schema: unknown }[] {
  if (!isDefinition) return [{ path: [], schema: value }];
  const versions = valueAt(value, ["spec", "versions"]);
  return (Array.isArray(versions) ? versions : []).flatMap((version: unknown, index) => {
    const path = ["spec", "versions", index, "schema", "openAPIV3Schema"];
    return valueAt(version, ["served"]) === true ? [{ path, schema: valueAt(value, path) }] : [];
  });
}

function mistake(message: string, at: Location): Diagnostic {
  const hint = `A schema is a CustomResourceDefinition (kubectl get customresourcedefinition <name> --output yaml), or a JSON Schema without references to other files that names its kind under ${kindKeyword}. The scope of a kind is Namespaced or Cluster: in spec.scope, or in a JSON Schema under ${scopeKeyword}.`;
  return { code: "platform/schemas", severity: "error", message, hint, at };
}

/** The targets of all references in a schema. The depth of the document is bounded. */
function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
    key === "$ref" && typeof child === "string" ? [child] : referencesIn(child),
  );
}
