import { isClusterScoped, isNamespaced } from "../models/cluster-scoped.ts";
import { kindName } from "../models/kinds.ts";
import { groupVersion, type KubernetesObject } from "../models/kubernetes-object.ts";
import { declaredScope, type KindScope } from "../tools/kind-scope.ts";
import { type SchemaSet, schemaOf } from "../tools/provide-schemas.ts";

/** The scope of an object's kind. Undefined if the kind has no schema, which kubeconform reports. */
export type ScopeOfObject = (object: KubernetesObject) => KindScope | "unknown" | undefined;

/** Reads scopes from the schemas of a cluster, each kind once. */
export function scopesIn(schemas: SchemaSet): ScopeOfObject {
  const known = new Map<string, ReturnType<ScopeOfObject>>();
  return ({ apiVersion, kind }) => {
    const key = `${apiVersion}/${kind}`;
    if (!known.has(key)) known.set(key, scopeIn(schemas, { ...groupVersion(apiVersion), kind }));
    return known.get(key);
  };
}

function scopeIn(
  schemas: SchemaSet,
  kind: { readonly group: string; readonly version: string; readonly kind: string },
): ReturnType<ScopeOfObject> {
  const name = kindName(kind);
  if (isClusterScoped(name)) return "Cluster";
  if (isNamespaced(name)) return "Namespaced";
  const schema = schemaOf(schemas, kind);
  return schema === undefined ? undefined : (declaredScope(schema) ?? "unknown");
}
