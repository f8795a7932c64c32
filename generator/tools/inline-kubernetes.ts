import { type Definitions, type JsonSchema, mapValues } from "./json-schema.ts";
import { specialSchemas } from "./kubernetes-schemas.ts";

/** A reference in a schema to a subtree of Kubernetes: a definition, and the differences of a custom resource's copy. */
export interface KubernetesSubtree {
  readonly definition: string;
  /** No field directly below is required, because the subtree is merged onto another one. */
  readonly partial?: boolean;
  /** Fields of the definition itself that the copy lacks. */
  readonly without?: readonly string[];
  /** Fields that the copy lacks at every level. */
  readonly withoutAnywhere?: readonly string[];
}

/** The keyword under which a schema names a Kubernetes subtree. */
export const subtreeKeyword = "x-tenantry-kubernetes";

/** Replaces every reference to a Kubernetes subtree by its complete closed schema, with the defaults that CRDs add. */
export function inlineKubernetes(schema: JsonSchema, definitions: Definitions): JsonSchema {
  const subtree = schema[subtreeKeyword];
  if (isSubtree(subtree)) return inline(subtree.definition, definitions, subtree);
  return {
    ...schema,
    ...(schema.properties === undefined
      ? {}
      : { properties: mapValues(schema.properties, (value) => inlineKubernetes(value, definitions)) }),
    ...(schema.items === undefined ? {} : { items: inlineKubernetes(schema.items, definitions) }),
    ...(typeof schema.additionalProperties === "object"
      ? { additionalProperties: inlineKubernetes(schema.additionalProperties, definitions) }
      : {}),
  };
}

/**
 * Defaults that are in Kubernetes' API types but not in its swagger. CRD generators copy them into every embedded pod.
 * Each row has the definition's name, the field and its default.
 */
const defaults: readonly (readonly [definition: string, field: string, value: unknown])[] = [
  ["ContainerPort", "protocol", "TCP"],
  ["GRPCAction", "service", ""],
  ["LocalObjectReference", "name", ""],
  ["ConfigMapKeySelector", "name", ""],
  ["SecretKeySelector", "name", ""],
  ["ConfigMapEnvSource", "name", ""],
  ["SecretEnvSource", "name", ""],
  ["ConfigMapProjection", "name", ""],
  ["SecretProjection", "name", ""],
  ["ConfigMapVolumeSource", "name", ""],
  ["ISCSIVolumeSource", "iscsiInterface", "default"],
  ["RBDVolumeSource", "keyring", "/etc/ceph/keyring"],
  ["RBDVolumeSource", "pool", "rbd"],
  ["RBDVolumeSource", "user", "admin"],
  ["AzureDiskVolumeSource", "fsType", "ext4"],
  ["AzureDiskVolumeSource", "readOnly", false],
  ["ScaleIOVolumeSource", "fsType", "xfs"],
  ["ScaleIOVolumeSource", "storageMode", "ThinProvisioned"],
];

function inline(name: string, definitions: Definitions, subtree: KubernetesSubtree): JsonSchema {
  const known = specialSchemas[name];
  if (known !== undefined) return known;
  const definition = definitions[name];
  if (definition === undefined) throw new Error(`unknown Kubernetes definition ${name}`);
  const short = name.split(".").at(-1) ?? "";
  const below: KubernetesSubtree =
    subtree.withoutAnywhere === undefined
      ? { definition: name }
      : { definition: name, withoutAnywhere: subtree.withoutAnywhere };
  const dropped = new Set([...(subtree.without ?? []), ...(subtree.withoutAnywhere ?? [])]);

  const convert = (value: JsonSchema): JsonSchema => {
    if (value.$ref !== undefined) return inline(value.$ref.slice("#/definitions/".length), definitions, below);
    return {
      ...(value.type === undefined ? {} : { type: value.type }),
      ...(value.items === undefined ? {} : { items: convert(value.items) }),
      ...(typeof value.additionalProperties === "object"
        ? { additionalProperties: convert(value.additionalProperties) }
        : {}),
    };
  };
  if (definition.properties === undefined) return convert(definition);
  const kept = Object.fromEntries(Object.entries(definition.properties).filter(([field]) => !dropped.has(field)));
  const properties = mapValues(kept, (value, field) => {
    // CRDs have no fields for an embedded claim's metadata, so the API server drops all of it.
    if (short === "PersistentVolumeClaimTemplate" && field === "metadata")
      return { type: "object", additionalProperties: false };
    const found = defaults.find(([owner, key]) => owner === short && key === field);
    return found === undefined ? convert(value) : { ...convert(value), default: found[2] };
  });
  const required = subtree.partial === true ? [] : (definition.required ?? []).filter((field) => !dropped.has(field));
  return { type: "object", properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false };
}

function isSubtree(value: unknown): value is KubernetesSubtree {
  return typeof value === "object" && value !== null && "definition" in value && typeof value.definition === "string";
}
