import { isDeepStrictEqual } from "node:util";
import { putValue } from "../edit/edit-text.ts";
import { locate } from "../load/locate.ts";
import { type EffectiveField, effectiveFields } from "../validate/effective-fields.ts";
import type { ClusterEntry, Origin, PlatformEntry, TenantEntry } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";

/** A field's value on one cluster, and who says so. */
export interface FieldValue {
  readonly value: unknown;
  readonly how: "written" | "derived" | "defaulted";
  /** `tenants/churn.yaml:9:5`; nothing where a schema alone says so. */
  readonly where: string | undefined;
  /** Whether it is written below the cluster's name, and not for all of them. */
  readonly override: boolean;
  /** Where the part of a value comes from that is not written. */
  readonly leftOut: string | undefined;
}

export function fieldValue(
  platform: PlatformEntry,
  cluster: ClusterEntry,
  tenant: TenantEntry,
  path: readonly string[],
): FieldValue {
  const value = valueAt(effectiveSpec(platform, cluster, tenant), path);
  const given = givenAt(effectiveFields(platform, cluster, tenant), path);
  const from = given && fieldOrigin(given.origin, path.slice(given.path.length));
  const origin = tenant.at(...path);
  if (!tenant.writes(path)) {
    const how = given?.origin.source === origin.source ? "derived" : "defaulted";
    return { value, how, where: from, override: false, leftOut: undefined };
  }
  const whole = from === undefined || isDeepStrictEqual(value, valueAt(tenant.spec, path));
  const override = origin.path[1] === "clusters";
  return { value, how: "written", where: fieldOrigin(origin), override, leftOut: whole ? undefined : from };
}

/** A tenant's spec on a cluster with everything in it that the platform gives. */
export function effectiveSpec(platform: PlatformEntry, cluster: ClusterEntry, tenant: TenantEntry): unknown {
  return effectiveFields(platform, cluster, tenant).reduce<unknown>(
    (spec, { path, value }) => putValue(spec, path, value),
    tenant.spec,
  );
}

/** `tenants/churn.yaml:9:5`, or, where the path leads further than the document, the nearest place above. */
export function fieldOrigin({ source, path }: Origin, below: readonly (string | number)[] = []): string {
  const { file, line, column } = locate(source, [...path, ...below], "key");
  return `${file}:${line}:${column}`;
}

function givenAt(all: readonly EffectiveField[], path: readonly string[]): EffectiveField | undefined {
  return all.findLast(({ path: own }) => own.every((step, index) => step === path[index]));
}
