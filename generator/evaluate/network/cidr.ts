import { isIPv4, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
import { networkRange, networksOverlap, rangesOutside } from "../../validate/address-ranges.ts";

/**
 * A network as the API server (1.34) reads it, in canonical form: 10.1.2.3/8 is 10.0.0.0/8, and numbers may begin with
 * zeros. Undefined for a network that it rejects.
 */
export function networkOf(text: unknown): string | undefined {
  if (typeof text !== "string" || text.length > 64) return undefined;
  const [written = "", length = "", ...more] = text.split("/");
  if (more.length > 0 || !/^\d{1,4}$/.test(length)) return undefined;
  const address = /^[\d.]+$/.test(written) ? written.replace(/(^|[.])0+(?=\d)/g, "$1") : written;
  if (isIPv4(address)) return Number(length) > 32 ? undefined : canonical(ipaddr.IPv4, address, Number(length));
  if (!isIPv6(address) || address.includes("%") || Number(length) > 128) return undefined;
  return canonical(ipaddr.IPv6, address, Number(length));
}

type Relation = ReturnType<typeof networksOverlap> | "no network";

/** Every tenant compares the same few networks, and parsing them takes most of the time. */
const relations = new Map<string, Relation>();
const mostKept = 10_000;

/** The relation of `inner` to `outer`. A text that the API server would reject is "no network". */
export function relationOf(outer: string, inner: string): Relation {
  const key = `${outer} ${inner}`;
  const cached = relations.get(key);
  if (cached !== undefined) return cached;
  if (relations.size >= mostKept) relations.clear();
  const [outerNetwork, innerNetwork] = [networkOf(outer), networkOf(inner)];
  const relation =
    outerNetwork === undefined || innerNetwork === undefined
      ? "no network"
      : networksOverlap(outerNetwork, innerNetwork);
  relations.set(key, relation);
  return relation;
}

/** Whether holes cover a whole network: one hole that contains it, or several that add up to it. All networks are canonical. */
export function exceptionsCoverBlock(network: string, holes: readonly string[]): boolean {
  if (holes.some((hole) => relationOf(hole, network) === "inside")) return true;
  // A longer list is a list of addresses, not of parts of the network.
  const parts = holes.slice(0, 64).flatMap((hole) => networkRange(hole) ?? []);
  const whole = networkRange(network);
  return whole !== undefined && rangesOutside(whole, parts).length === 0;
}

function canonical(family: typeof ipaddr.IPv4 | typeof ipaddr.IPv6, address: string, length: number): string {
  return `${family.networkAddressFromCIDR(`${address}/${length}`).toString()}/${length}`;
}
