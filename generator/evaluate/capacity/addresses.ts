import ipaddr from "ipaddr.js";
import type { Path } from "../../load/source.ts";
import { poolKind } from "../../models/kinds.ts";
import { valueAt } from "../../validate/merge.ts";
import type { Manifest } from "../manifests/manifest.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import { labelsAt, textAt, textsAt } from "../manifests/reading.ts";

/** A range of addresses, first and last included. `bits` distinguishes IPv4 from IPv6. */
interface Range {
  readonly bits: 32 | 128;
  readonly from: bigint;
  readonly to: bigint;
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
      const range = rangeOf(text);
      return range === undefined ? [] : [{ ...range, path: ["spec", "addresses", index] }];
    }),
    automatic: valueAt(by.object, ["spec", "autoAssign"]) !== false,
  }));
}

/** A network, or two addresses with a hyphen between them, as MetalLB 0.16 reads it. */
function rangeOf(text: string): Omit<Range, "path"> | undefined {
  if (text.length > 100) return undefined;
  if (!text.includes("-")) return networkRange(text);
  const [first = "", last = "", ...more] = text.split("-");
  const [from, to] = [addressOf(first.trim()), addressOf(last.trim())];
  if (more.length > 0 || from === undefined || to === undefined || from.bits !== to.bits || from.value > to.value)
    return undefined;
  return { bits: from.bits, from: from.value, to: to.value };
}

export function networkRange(text: string): Omit<Range, "path"> | undefined {
  const [, written = "", length = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const address = addressOf(written);
  if (address === undefined || Number(length) > address.bits) return undefined;
  const size = 1n << BigInt(address.bits - Number(length));
  const from = address.value - (address.value % size);
  return { bits: address.bits, from, to: from + size - 1n };
}

export interface RequestedAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export function addressOf(text: string): RequestedAddress | undefined {
  const v4 = ipaddr.IPv4.isValidFourPartDecimal(text);
  if (text.length > 64 || text.includes("%") || !(v4 || ipaddr.IPv6.isValid(text))) return undefined;
  const bytes = ipaddr.parse(text).toByteArray();
  const value = bytes.reduce((all, byte) => (all << 8n) + BigInt(byte), 0n);
  return { bits: v4 ? 32 : 128, value };
}

export function rangeContains(
  { ranges }: { readonly ranges: readonly Omit<Range, "path">[] },
  { bits, value }: RequestedAddress,
): boolean {
  return ranges.some((range) => range.bits === bits && range.from <= value && value <= range.to);
}

export function sizeOf({ ranges }: Pool): bigint {
  return ranges.reduce((all, { from, to }) => all + to - from + 1n, 0n);
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
