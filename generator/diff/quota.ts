import { isDeepStrictEqual } from "node:util";
import { listAt, mapAt } from "../evaluate/manifests/reading.ts";
import { nanos, parseQuantity } from "../models/quantity.ts";
import { type Change, describeRef } from "../plan/change.ts";
import { lowerQuota } from "../plan/cluster-effects.ts";
import { isMap, type RawMap, valueAt } from "../validate/merge.ts";
import type { Statement } from "./statement.ts";

/** Changes of the resources that each namespace may request. */
export function quotaStatements(changes: readonly Change[]): readonly Statement[] {
  const gone = new Set(changes.filter(({ ref, verb }) => ref.kind === "Namespace" && verb === "delete").map(placeOf));
  return changes
    .filter((change) => change.ref.kind === "ResourceQuota" && !gone.has(placeOf(change)))
    .flatMap(({ cluster, tenant, ref, before, after }) => {
      const [old, fresh] = [hardOf(before), hardOf(after)];
      const keys = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].sort();
      const differing = keys.filter((key) => old[key] !== fresh[key]);
      const scoped =
        before !== undefined && after !== undefined && !isDeepStrictEqual(scopesOf(before), scopesOf(after));
      if (differing.length === 0 && !scoped) return [];
      // A deleted quota removes all bounds. A new quota grants resources that were not promised before.
      const grows =
        scoped ||
        differing.some((key) =>
          before === undefined
            ? true
            : after === undefined || nanosOrUnlimited(fresh[key]) > nanosOrUnlimited(old[key]),
        );
      const lines = differing.map((key) =>
        before === undefined
          ? `${key}: ${fresh[key]}`
          : `${key}: ${old[key] ?? "unlimited"} → ${fresh[key] ?? "unlimited"}`,
      );
      return [
        {
          topic: "quota" as const,
          risk: grows ? ("medium" as const) : ("low" as const),
          cluster,
          tenant,
          about: describeRef(ref),
          message: `${[...(scoped ? ["counts a different set of pods"] : []), ...lines].join("; ")}${grows ? "" : `. ${lowerQuota}`}`,
          ...(grows ? { widens: true as const } : {}),
          ...(grows && before !== undefined ? { headline: `raises the quota of ${tenant ?? ref.namespace}` } : {}),
        },
      ];
    });
}

/**
 * Wider limits for one container: what it may request, or gets by default. The quota still applies, but the container can get
 * more than before if a maximum, default or ratio grows or is removed, or if a minimum shrinks or is removed.
 */
export function limitStatements(changes: readonly Change[]): readonly Statement[] {
  const gone = new Set(changes.filter(({ ref, verb }) => ref.kind === "Namespace" && verb === "delete").map(placeOf));
  return changes
    .filter((change) => change.ref.kind === "LimitRange" && change.before !== undefined && !gone.has(placeOf(change)))
    .flatMap(({ cluster, tenant, ref, before, after }) => {
      const [old, fresh] = [limitsOf(before), limitsOf(after)];
      const wider = [...new Set([...old.keys(), ...fresh.keys()])].filter((key) =>
        grantsMore(key, old.get(key), fresh.get(key)),
      );
      if (wider.length === 0) return [];
      return [
        {
          topic: "quota" as const,
          risk: "medium" as const,
          cluster,
          tenant,
          about: describeRef(ref),
          message: wider
            .map((key) => `${key}: ${old.get(key) ?? "unlimited"} → ${fresh.get(key) ?? "unlimited"}`)
            .join("; "),
          widens: true as const,
          headline: `raises the container limits of ${tenant ?? ref.namespace}`,
        },
      ];
    });
}

function grantsMore(key: string, before: string | undefined, after: string | undefined): boolean {
  if (before === after) return false;
  if (key.includes(" min "))
    return before !== undefined && (after === undefined || nanosOrUnlimited(after) < nanosOrUnlimited(before));
  return nanosOrUnlimited(after) > nanosOrUnlimited(before);
}

/** `Container max cpu`: 8. */
function limitsOf(object: RawMap | undefined): ReadonlyMap<string, string> {
  return new Map(
    listAt(object, "spec", "limits").flatMap((item) =>
      Object.entries(mapAt(item)).flatMap(([bound, values]) =>
        Object.entries(mapAt(values)).map(([key, value]): [string, string] => [
          `${String(valueAt(item, ["type"]))} ${bound} ${key}`,
          String(value),
        ]),
      ),
    ),
  );
}

function placeOf({ cluster, ref }: Change): string {
  return `${cluster} ${ref.kind === "Namespace" ? ref.name : ref.namespace}`;
}

/** The spec without the amounts: a scope excludes pods from the count. */
function scopesOf(object: RawMap): unknown {
  const spec = valueAt(object, ["spec"]);
  return isMap(spec) ? { ...spec, hard: undefined } : spec;
}

function hardOf(object: RawMap | undefined): Readonly<Record<string, string>> {
  const hard = valueAt(object, ["spec", "hard"]);
  return isMap(hard) ? Object.fromEntries(Object.entries(hard).map(([key, value]) => [key, String(value)])) : {};
}

/** In billionths. A missing bound is larger than every amount. */
function nanosOrUnlimited(value: string | undefined): bigint {
  const parsed = value === undefined ? undefined : parseQuantity(value);
  return parsed === undefined ? 1n << 200n : nanos(parsed);
}
