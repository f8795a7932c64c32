import type { JsonSchema } from "./json-schema.ts";
import type { KindSchema } from "./kubernetes-schemas.ts";

/** Whether the objects of a kind are in a namespace, in the words of a CustomResourceDefinition. */
export const kindScopes = ["Namespaced", "Cluster"] as const;
export type KindScope = (typeof kindScopes)[number];

/** The keyword of a kind's JSON Schema that contains its scope. A file in `platform/schemas/` can set it too. */
export const scopeKeyword = "x-tenantry-scope";

/** The scope in a kind's schema. Undefined if the schema does not contain it. */
export function declaredScope(schema: JsonSchema): KindScope | undefined {
  return kindScopes.find((scope) => scope === schema[scopeKeyword]);
}

export function withScope(schema: KindSchema, scope: string | undefined): KindSchema {
  return scope === undefined ? schema : { ...schema, schema: { ...schema.schema, [scopeKeyword]: scope } };
}

/** The paths of Kubernetes' OpenAPI document, each with its operations. */
export type ApiPaths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The scope of each kind that Kubernetes serves, as `<group>/<version>/<Kind>`: the path of a namespaced kind contains a namespace. */
export function servedScopes(paths: ApiPaths): ReadonlyMap<string, KindScope> {
  const scopes = new Map<string, KindScope>();
  for (const [path, { put }] of Object.entries(paths)) {
    // The path of one object. Subresources, for example scale, have other kinds.
    if (!path.endsWith("/{name}")) continue;
    const kind = kindIn(put);
    if (kind !== undefined) scopes.set(kind, path.includes("/namespaces/{namespace}/") ? "Namespaced" : "Cluster");
  }
  return scopes;
}

export function servedName({ group, version, kind }: Pick<KindSchema, "group" | "version" | "kind">): string {
  return `${group}/${version}/${kind}`;
}

function kindIn(operation: unknown): string | undefined {
  if (typeof operation !== "object" || operation === null || !("x-kubernetes-group-version-kind" in operation))
    return undefined;
  const named: unknown = operation["x-kubernetes-group-version-kind"];
  if (typeof named !== "object" || named === null || !("group" in named && "version" in named && "kind" in named))
    return undefined;
  return servedName({ group: String(named.group), version: String(named.version), kind: String(named.kind) });
}
