import { isDeepStrictEqual } from "node:util";
import { putValue } from "../edit/edit-text.ts";
import { locate } from "../load/locate.ts";
import { isWithinPath } from "../load/source.ts";
import { type EffectiveField, effectiveFields } from "../validate/effective-fields.ts";
import { type ClusterEntry, type Origin, partOf, type TenantEntry } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";

/** The value of a field on one cluster, and its origin. */
export interface FieldValue {
  readonly value: unknown;
  readonly how: "written" | "derived" | "defaulted";
  /** `tenants/churn.yaml:9:5`. Undefined for a default of the schema. */
  readonly where: string | undefined;
  /** Whether the value is an override for this cluster. */
  readonly override: boolean;
  /** The group of clusters, if the value is an override for the group. */
  readonly group?: string;
  /** The origin of the part of the value that is not written there. */
  readonly leftOut: string | undefined;
}

export function fieldValue(cluster: ClusterEntry, tenant: TenantEntry, path: readonly string[]): FieldValue {
  const value = valueAt(effectiveSpec(cluster, tenant), path);
  const given = fieldAt(effectiveFields(cluster, tenant), path);
  const from = given && fieldOrigin(given.origin, path.slice(given.path.length));
  const origin = tenant.at(...path);
  if (!tenant.writes(path)) {
    const how = given?.origin.source === origin.source ? "derived" : "defaulted";
    return { value, how, where: from, override: false, leftOut: undefined };
  }
  const whole = from === undefined || isDeepStrictEqual(value, valueAt(tenant.spec, path));
  const [, section, name] = origin.path;
  const isTenants = origin.source === tenant.at().source;
  return {
    value,
    how: isTenants ? "written" : "defaulted",
    where: fieldOrigin(origin),
    override: isTenants && section === "clusters",
    ...(isTenants && section === "clusterGroups" ? { group: String(name) } : {}),
    leftOut: whole ? undefined : from,
  };
}

/** The spec of a tenant on a cluster, including all values from the platform. */
export function effectiveSpec(cluster: ClusterEntry, tenant: TenantEntry): unknown {
  return effectiveFields(cluster, tenant).reduce<unknown>(
    (spec, { path, value }) => putValue(spec, path, value),
    tenant.spec,
  );
}

/** `tenants/churn.yaml:9:5`. If the document does not contain the path, it is the position of the nearest parent. */
export function fieldOrigin(origin: Origin, below: readonly (string | number)[] = []): string {
  const { source, path } = partOf(origin, ...below);
  const { file, line, column } = locate(source, path, "key");
  return `${file}:${line}:${column}`;
}

function fieldAt(all: readonly EffectiveField[], path: readonly string[]): EffectiveField | undefined {
  return all.findLast((field) => isWithinPath(path, field.path));
}
