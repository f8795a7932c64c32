/** Amounts by the key that a ResourceQuota counts them under, in billionths. */
export type Usage = ReadonlyMap<string, bigint>;

export const noUsage: Usage = new Map();
const whole = 1_000_000_000n;

/** Usage from a count of each key. */
export function countedResources(counts: Readonly<Record<string, number>>): Usage {
  return new Map(Object.entries(counts).map(([key, count]) => [key, BigInt(count) * whole]));
}

export function multiply(usage: Usage, count: number): Usage {
  return new Map([...usage].map(([key, nanos]) => [key, nanos * BigInt(count)]));
}

export function sumUsage(usages: Iterable<Usage>): Usage {
  const all = new Map<string, bigint>();
  for (const usage of usages) for (const [key, nanos] of usage) all.set(key, (all.get(key) ?? 0n) + nanos);
  return all;
}

/** The largest amount of each key. */
export function largestUsage(usages: Iterable<Usage>): Usage {
  const all = new Map<string, bigint>();
  for (const usage of usages) for (const [key, nanos] of usage) if (nanos > (all.get(key) ?? 0n)) all.set(key, nanos);
  return all;
}

const mostCounted = 100_000;

/** A number of replicas from any written value: whole, not negative, and at most `mostCounted`. */
export function countOf(written: number | undefined): number {
  return written === undefined || Number.isNaN(written) ? 0 : Math.max(0, Math.min(Math.floor(written), mostCounted));
}

const aliases: ReadonlyMap<string, string> = new Map<string, string>([
  ["cpu", "requests.cpu"],
  ["memory", "requests.memory"],
  ["ephemeral-storage", "requests.ephemeral-storage"],
]);
const counts = ["pods", "services", "secrets", "configmaps", "persistentvolumeclaims", "resourcequotas"];

/** Some resources are counted under two keys. */
export function canonicalKey(key: string): string {
  const plain = key.startsWith("count/") ? key.slice("count/".length) : key;
  return counts.includes(plain) ? plain : (aliases.get(key) ?? key);
}
