import { nanos, quantity } from "../models/quantity.ts";
import { type Change, describeRef } from "../plan/change.ts";
import { isMap, type RawMap, valueAt } from "../validate/merge.ts";
import type { Statement } from "./statement.ts";

/** What each namespace may ask for, before and after. */
export function quotaStatements(changes: readonly Change[]): readonly Statement[] {
  const gone = new Set(changes.filter(({ ref, verb }) => ref.kind === "Namespace" && verb === "delete").map(placeOf));
  return changes
    .filter((one) => one.ref.kind === "ResourceQuota" && !gone.has(placeOf(one)))
    .flatMap(({ cluster, tenant, ref, before, after }) => {
      const [old, fresh] = [hardOf(before), hardOf(after)];
      const keys = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].sort();
      const differing = keys.filter((key) => old[key] !== fresh[key]);
      if (differing.length === 0) return [];
      // A quota that goes bounds nothing any more, and one that comes bounds what nothing was promised of.
      const grows = differing.some((key) =>
        before === undefined ? true : after === undefined || amount(fresh[key]) > amount(old[key]),
      );
      const lines = differing.map((key) =>
        before === undefined
          ? `${key} ${fresh[key]}`
          : `${key} ${old[key] ?? "unlimited"} becomes ${fresh[key] ?? "unlimited"}`,
      );
      return [
        {
          topic: "quota" as const,
          risk: grows ? ("medium" as const) : ("low" as const),
          cluster,
          tenant,
          about: describeRef(ref),
          says: `${lines.join("; ")}${grows ? "" : ". Pods that run stay, even over the quota; one that has to be made anew is then refused"}`,
          ...(grows ? { widens: true as const } : {}),
          ...(grows && before !== undefined ? { headline: `raises the quota of ${tenant ?? ref.namespace}` } : {}),
        },
      ];
    });
}

/** What one container may ask for at most: within the quota, and still more than it was. */
export function limitStatements(changes: readonly Change[]): readonly Statement[] {
  return changes
    .filter(({ ref, verb }) => ref.kind === "LimitRange" && verb === "change")
    .flatMap(({ cluster, tenant, ref, before, after }) => {
      const [old, fresh] = [maximaOf(before), maximaOf(after)];
      const grown = Object.keys(old).filter((key) => amount(fresh[key]) > amount(old[key]));
      if (grown.length === 0) return [];
      return [
        {
          topic: "quota" as const,
          risk: "medium" as const,
          cluster,
          tenant,
          about: describeRef(ref),
          says: grown.map((key) => `${key} ${old[key]} becomes ${fresh[key] ?? "unlimited"}`).join("; "),
          widens: true as const,
          headline: `lets one container of ${tenant ?? ref.namespace} have more`,
        },
      ];
    });
}

/** `Container max cpu`: 8. */
function maximaOf(object: RawMap | undefined): Readonly<Record<string, string>> {
  const limits = valueAt(object, ["spec", "limits"]);
  const items: readonly unknown[] = Array.isArray(limits) ? limits : [];
  return Object.fromEntries(
    items.flatMap((item) => {
      const max = valueAt(item, ["max"]);
      const entries = isMap(max) ? Object.entries(max) : [];
      return entries.map(([key, value]) => [`${String(valueAt(item, ["type"]))} max ${key}`, String(value)]);
    }),
  );
}

function placeOf({ cluster, ref }: Change): string {
  return `${cluster} ${ref.kind === "Namespace" ? ref.name : ref.namespace}`;
}

function hardOf(object: RawMap | undefined): Readonly<Record<string, string>> {
  const hard = valueAt(object, ["spec", "hard"]);
  return isMap(hard) ? Object.fromEntries(Object.entries(hard).map(([key, value]) => [key, String(value)])) : {};
}

/** In billionths; what has no bound is more than anything. */
function amount(value: string | undefined): bigint {
  const parsed = value === undefined ? undefined : quantity(value);
  return parsed === undefined ? 1n << 200n : nanos(parsed);
}
