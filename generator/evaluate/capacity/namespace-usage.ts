import { oncePer, oncePerName } from "../../load/once-per.ts";
import type { Manifest } from "../manifests/manifest.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import { listAt, mapAt } from "../manifests/reading.ts";
import { type Consumer, consumersIn } from "./demand.ts";
import { amountsAt, type WrittenAmount } from "./limit-ranges.ts";
import { canonicalKey, countedResources, largestUsage, sumUsage, type Usage } from "./usage.ts";

/** One line of a namespace's ledger: what its quota allows of something, and what its objects ask for. In billionths. */
export interface UsageRow {
  readonly key: string;
  readonly hard: WrittenAmount;
  readonly requested: bigint;
  /** Of it, what a new version needs beside the old one. */
  readonly surge: bigint;
  /** Below zero where it does not fit. */
  readonly left: bigint;
}

/** Everything that a namespace's quotas count, sorted; nothing where it has none. */
export function usageOf(manifestSet: ManifestSet, namespace: string): readonly UsageRow[] {
  return usageByNamespace(manifestSet)(namespace);
}

const usageByNamespace = oncePer((manifestSet: ManifestSet) =>
  oncePerName((namespace) => rows(manifestSet, namespace)),
);

function rows(manifestSet: ManifestSet, namespace: string): readonly UsageRow[] {
  const hard = tightest(quotasIn(manifestSet, namespace));
  if (hard.size === 0) return [];
  const { asked, surge } = requestedIn(manifestSet, namespace);
  return [...hard.keys()].sort().flatMap((key) => {
    const written = hard.get(key);
    if (written === undefined) return [];
    const all = asked.get(key) ?? 0n;
    return [{ key, hard: written, requested: all, surge: surge.get(key) ?? 0n, left: written.nanos - all }];
  });
}

/** What a namespace's objects ask for together, whether it has a quota or not. */
export function requestedIn(
  manifestSet: ManifestSet,
  namespace: string,
): { readonly asked: Usage; readonly surge: Usage } {
  const consumers = consumersIn(manifestSet, namespace);
  const surge = largestUsage(consumers.map((consumer) => consumer.surge));
  return { asked: sumUsage([inEveryNamespace, ...consumers.map(({ usage }) => usage), surge]), surge };
}

/** Kubernetes puts its own certificate into each namespace. */
const inEveryNamespace: Usage = countedResources({ configmaps: 1 });

/** Who takes most of something, the largest first. */
export function consumersOf(manifestSet: ManifestSet, namespace: string, key: string): readonly Consumer[] {
  const amount = ({ usage }: Consumer): bigint => usage.get(key) ?? 0n;
  return consumersIn(manifestSet, namespace)
    .filter((consumer) => amount(consumer) > 0n)
    .toSorted((left, right) => (amount(left) > amount(right) ? -1 : amount(left) < amount(right) ? 1 : 0));
}

/** The ResourceQuotas that count everything in a namespace: not those that are about some of its pods. */
export function quotasIn(manifestSet: ManifestSet, namespace: string): readonly Manifest[] {
  return manifestSet.of("ResourceQuota").filter(({ object, namespace: own = "" }) => {
    const scoped =
      listAt(object, "spec", "scopes").length > 0 || Object.keys(mapAt(object, "spec", "scopeSelector")).length > 0;
    return own === namespace && !scoped;
  });
}

/** All quotas of a namespace hold, so of each key the smallest. */
function tightest(quotas: readonly Manifest[]): ReadonlyMap<string, WrittenAmount> {
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
