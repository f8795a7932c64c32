import { memoize, memoizeByName } from "../../load/memoize.ts";
import type { Path } from "../../load/source.ts";
import { amountOf } from "../../models/quantity.ts";
import { isMap } from "../../validate/merge.ts";
import type { Manifest } from "../manifests/manifest.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import { listAt, mapAt, textAt } from "../manifests/reading.ts";

/** An amount, and the object and field that set it. */
export interface WrittenAmount {
  readonly nanos: bigint;
  readonly text: string;
  readonly by: Manifest;
  readonly path: Path;
}

export type Amounts = ReadonlyMap<string, WrittenAmount>;

export interface Bound extends WrittenAmount {
  readonly type: "Container" | "Pod" | "PersistentVolumeClaim";
  readonly kind: "min" | "max";
  readonly resource: string;
}

/** The defaults and bounds that the LimitRanges of one namespace apply to its pods and claims. */
export interface NamespaceLimits {
  /** The default limit of a container without a limit, by resource. */
  readonly limits: Amounts;
  /** The default request of a container without a request and without a limit, by resource. */
  readonly requests: Amounts;
  readonly bounds: readonly Bound[];
}

export function namespaceLimits(manifestSet: ManifestSet, namespace: string): NamespaceLimits {
  return limiting(manifestSet)(namespace);
}

const limiting = memoize((manifestSet: ManifestSet) => memoizeByName((namespace) => read(manifestSet, namespace)));

function read(manifestSet: ManifestSet, namespace: string): NamespaceLimits {
  const limits = new Map<string, WrittenAmount>();
  const requests = new Map<string, WrittenAmount>();
  const bounds = new Map<string, Bound>();
  for (const range of manifestSet.of("LimitRange")) {
    if ((range.namespace ?? "") !== namespace) continue;
    for (const [index, item] of listAt(range.object, "spec", "limits").entries()) {
      const type = textAt(item, "type");
      if (type !== "Container" && type !== "Pod" && type !== "PersistentVolumeClaim") continue;
      const written = (kind: string): Amounts => amountsAt(range, ["spec", "limits", index, kind]);
      for (const kind of ["min", "max"] as const)
        for (const [resource, amount] of written(kind)) keepTightest(bounds, { ...amount, type, kind, resource });
      if (type === "Container") addDefaults(written, limits, requests);
    }
  }
  return { limits, requests, bounds: [...bounds.values()] };
}

/** All LimitRanges of a namespace apply, so the tightest of each bound counts. */
function keepTightest(bounds: Map<string, Bound>, bound: Bound): void {
  const key = `${bound.type} ${bound.kind} ${bound.resource}`;
  const before = bounds.get(key);
  const tighter = bound.kind === "max" ? (before?.nanos ?? 0n) > bound.nanos : (before?.nanos ?? 0n) < bound.nanos;
  if (before === undefined || tighter) bounds.set(key, bound);
}

/** Follows the API server (1.34): a maximum is also a default limit. Limits and minimums are also default requests. */
function addDefaults(
  written: (kind: string) => Amounts,
  limits: Map<string, WrittenAmount>,
  requests: Map<string, WrittenAmount>,
): void {
  const defaultLimits = new Map([...written("max"), ...written("default")]);
  const defaultRequests = new Map([...written("min"), ...defaultLimits, ...written("defaultRequest")]);
  for (const [resource, limit] of defaultLimits) if (!limits.has(resource)) limits.set(resource, limit);
  for (const [resource, request] of defaultRequests) if (!requests.has(resource)) requests.set(resource, request);
}

/** The quantities of a map, by key. Skips values that are not quantities. */
export function amountsAt(by: Manifest, path: Path): Amounts {
  const amounts = new Map<string, WrittenAmount>();
  for (const [resource, text] of Object.entries(mapAt(by.object, ...path))) {
    const nanos = isMap(text) ? undefined : amountOf(text);
    if (nanos !== undefined) amounts.set(resource, { nanos, text: String(text), by, path: [...path, resource] });
  }
  return amounts;
}
