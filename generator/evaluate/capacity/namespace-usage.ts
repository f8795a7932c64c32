import { memoize, memoizeByName } from "../../load/memoize.ts";
import { meshOf } from "../../validate/addons/mesh.ts";
import type { Manifest } from "../manifests/manifest.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import { listAt, mapAt } from "../manifests/reading.ts";
import { type Consumer, consumersIn } from "./demand.ts";
import { amountsAt, type WrittenAmount } from "./limit-ranges.ts";
import { canonicalKey, countedResources, largestUsage, sumUsage, type Usage } from "./usage.ts";

/** The usage of one resource in a namespace: the amount that its quota allows and the amount that its objects request. In billionths. */
export interface UsageRow {
  readonly key: string;
  readonly hard: WrittenAmount;
  readonly requested: bigint;
  /** The part of it that a rollout needs while the old version runs. */
  readonly surge: bigint;
  /** Below zero if the requests exceed the quota. */
  readonly left: bigint;
}

/** Everything that a namespace's quotas count, sorted by key. Empty if it has no quota. */
export function usageOf(manifestSet: ManifestSet, namespace: string): readonly UsageRow[] {
  return usageByNamespace(manifestSet)(namespace);
}

const usageByNamespace = memoize((manifestSet: ManifestSet) =>
  memoizeByName((namespace) => rows(manifestSet, namespace)),
);

function rows(manifestSet: ManifestSet, namespace: string): readonly UsageRow[] {
  const hard = tightestLimits(quotasIn(manifestSet, namespace));
  if (hard.size === 0) return [];
  const { asked: requests, surge } = requestedIn(manifestSet, namespace);
  return [...hard.keys()].sort().flatMap((key) => {
    const written = hard.get(key);
    if (written === undefined) return [];
    const requested = requests.get(key) ?? 0n;
    return [{ key, hard: written, requested, surge: surge.get(key) ?? 0n, left: written.nanos - requested }];
  });
}

/** The total that a namespace's objects request, with or without a quota. */
export function requestedIn(
  manifestSet: ManifestSet,
  namespace: string,
): { readonly asked: Usage; readonly surge: Usage } {
  const consumers = consumersIn(manifestSet, namespace);
  const surge = largestUsage(consumers.map((consumer) => consumer.surge));
  return { asked: sumUsage([inEveryNamespace(manifestSet), ...consumers.map(({ usage }) => usage), surge]), surge };
}

/** Kubernetes and a mesh create ConfigMaps with the certificates of their authorities in each namespace. */
function inEveryNamespace({ context: { cluster } }: ManifestSet): Usage {
  const ofMesh = (cluster && meshOf(cluster))?.facts.configMaps ?? [];
  return countedResources({ configmaps: 1 + ofMesh.length });
}

/** The consumers of one quota key, the largest first. */
export function consumersOf(manifestSet: ManifestSet, namespace: string, key: string): readonly Consumer[] {
  const amount = ({ usage }: Consumer): bigint => usage.get(key) ?? 0n;
  return consumersIn(manifestSet, namespace)
    .filter((consumer) => amount(consumer) > 0n)
    .toSorted((left, right) => (amount(left) > amount(right) ? -1 : amount(left) < amount(right) ? 1 : 0));
}

/** The ResourceQuotas that count everything in a namespace, without those that apply to some of its pods only. */
export function quotasIn(manifestSet: ManifestSet, namespace: string): readonly Manifest[] {
  return manifestSet.of("ResourceQuota").filter(({ object, namespace: quotaNamespace = "" }) => {
    const scoped =
      listAt(object, "spec", "scopes").length > 0 || Object.keys(mapAt(object, "spec", "scopeSelector")).length > 0;
    return quotaNamespace === namespace && !scoped;
  });
}

/** All quotas of a namespace apply, so the smallest amount of each key counts. */
function tightestLimits(quotas: readonly Manifest[]): ReadonlyMap<string, WrittenAmount> {
  const hard = new Map<string, WrittenAmount>();
  for (const quota of quotas) {
    for (const [key, written] of amountsAt(quota, ["spec", "hard"])) {
      const name = canonicalKey(key);
      const before = hard.get(name);
      if (before === undefined || written.nanos < before.nanos) hard.set(name, written);
    }
  }
  return hard;
}
