import { contactAnnotation, ownerAnnotation } from "../models/marks.ts";
import { type Change, describeRef } from "../plan/change.ts";
import { isMap, type RawMap, valueAt } from "../validate/merge.ts";
import type { DesiredState } from "./desired-state.ts";
import type { Statement } from "./statement.ts";

/** Levels and versions of pod security have separate statements. */
const podSecurity = /^pod-security[.]kubernetes[.]io\/(enforce|audit|warn)(-version)?$/;

/** Annotations with text for people, from the tenant's file. */
const words: ReadonlySet<string> = new Set([ownerAnnotation, contactAnnotation]);

/**
 * Labels and annotations of a namespace switch webhooks, meshes and policies on and off. A tenant can freely set labels with a
 * prefix that the platform allows. Every other label or annotation that is added, changed or removed widens the tenant.
 */
export function namespaceLabelStatements(
  before: DesiredState,
  _: DesiredState,
  changes: readonly Change[],
): readonly Statement[] {
  const own = before.inventory.platform.spec.tenantLabels;
  return changes
    .filter(({ ref, verb }) => ref.kind === "Namespace" && verb !== "delete")
    .flatMap(({ cluster, tenant, ref, before: old, after: fresh }) => {
      const labels = differing(old, fresh, "labels").filter(([key]) => !podSecurity.test(key));
      const annotations = differing(old, fresh, "annotations").filter(([key]) => !words.has(key));
      const free = labels.filter(([key]) => own.some((prefix) => key.startsWith(prefix)));
      const bound = [...labels.filter((label) => !free.includes(label)), ...annotations];
      const statement = (entries: readonly Entry[], widens: boolean): readonly Statement[] =>
        entries.length === 0
          ? []
          : [
              {
                topic: "labels",
                risk: widens ? "medium" : "low",
                cluster,
                tenant,
                about: describeRef(ref),
                message: entries.map(describe).join("; "),
                ...(widens ? { widens: true as const } : {}),
              },
            ];
      return [...statement(bound, true), ...statement(free, false)];
    });
}

type Entry = readonly [key: string, before: unknown, after: unknown];

function differing(before: RawMap | undefined, after: RawMap | undefined, field: string): readonly Entry[] {
  const [old, fresh] = [before, after].map((object) => {
    const found = valueAt(object, ["metadata", field]);
    return new Map(isMap(found) ? Object.entries(found) : []);
  });
  const keys = [...new Set([...(old?.keys() ?? []), ...(fresh?.keys() ?? [])])].sort();
  return keys.map((key): Entry => [key, old?.get(key), fresh?.get(key)]).filter(([, was, is]) => was !== is);
}

function describe([key, before, after]: Entry): string {
  if (before === undefined) return `adds ${key}: ${String(after)}`;
  return after === undefined ? `removes ${key}: ${String(before)}` : `${key}: ${String(before)} → ${String(after)}`;
}
