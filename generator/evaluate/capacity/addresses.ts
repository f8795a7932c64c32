import type { Path } from "../../load/source.ts";
import { poolKind } from "../../models/kinds.ts";
import { type AddressRange, poolRange } from "../../validate/address-ranges.ts";
import { valueAt } from "../../validate/merge.ts";
import type { Manifest } from "../manifests/manifest.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import { labelsAt, textAt, textsAt } from "../manifests/reading.ts";

/** A range with its position in the pool. */
interface Range extends AddressRange {
  readonly path: Path;
}

/** Addresses that MetalLB assigns to load balancers. */
export interface Pool {
  readonly by: Manifest;
  readonly ranges: readonly Range[];
  /** Whether MetalLB assigns its addresses to Services that request neither an address nor a pool. */
  readonly automatic: boolean;
}

export function poolsOf(manifestSet: ManifestSet): readonly Pool[] {
  return manifestSet.of(poolKind).map((by) => ({
    by,
    ranges: textsAt(by.object, "spec", "addresses").flatMap((text, index) => {
      const range = poolRange(text);
      return range === undefined ? [] : [{ ...range, path: ["spec", "addresses", index] }];
    }),
    automatic: valueAt(by.object, ["spec", "autoAssign"]) !== false,
  }));
}

/** The pool and the addresses that a Service requests from MetalLB. */
export interface AddressRequest {
  readonly by: Manifest;
  readonly pool: { readonly name: string; readonly path: Path } | undefined;
  readonly addresses: readonly { readonly text: string; readonly path: Path }[];
  /** Services with the same key can share an address if their ports differ. */
  readonly sharing: string | undefined;
}

/** MetalLB 0.16 reads both prefixes, the new one first. */
export const annotationPrefixes = ["metallb.io/", "metallb.universe.tf/"] as const;

/** The requests of the load balancers that MetalLB handles: those that name no other class. */
export function addressRequestsOf(manifestSet: ManifestSet): readonly AddressRequest[] {
  return manifestSet.of("Service").flatMap((by) => {
    const { object } = by;
    const loadBalancerClass = textAt(object, "spec", "loadBalancerClass") ?? "metallb";
    if (textAt(object, "spec", "type") !== "LoadBalancer" || !loadBalancerClass.includes("metallb")) return [];
    const pool = poolAnnotation(by, "address-pool");
    const annotation = poolAnnotation(by, "loadBalancerIPs");
    const deprecated = textAt(object, "spec", "loadBalancerIP");
    const texts = annotation?.value.split(",").slice(0, 16) ?? [];
    return [
      {
        by,
        pool: pool === undefined ? undefined : { name: pool.value, path: pool.path },
        addresses: [
          ...texts.map((text) => ({ text: text.trim(), path: annotation?.path ?? [] })),
          ...(deprecated === undefined || deprecated === ""
            ? []
            : [{ text: deprecated, path: ["spec", "loadBalancerIP"] }]),
        ],
        sharing: poolAnnotation(by, "allow-shared-ip")?.value,
      },
    ];
  });
}

/** The value of a Service's MetalLB annotation, and its path. */
export function poolAnnotation(
  { object }: Manifest,
  name: string,
): { readonly value: string; readonly path: Path } | undefined {
  const all = labelsAt(object, "metadata", "annotations");
  const key = annotationPrefixes.map((prefix) => prefix + name).find((candidate) => Object.hasOwn(all, candidate));
  const value = key === undefined ? undefined : all[key];
  if (key === undefined || value === undefined || value === "") return undefined;
  return { value, path: ["metadata", "annotations", key] };
}
