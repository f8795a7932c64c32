import { isIPv4, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
import { exceptionsWithin, networksOverlap } from "../../validate/addresses.ts";

/**
 * A network as the API server (1.34) reads it, in its canonical form: 10.1.2.3/8 is 10.0.0.0/8, and numbers may begin with
 * zeros. Nothing for what it refuses.
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

type Lie = ReturnType<typeof networksOverlap> | "no network";

/** The same few networks are held against each other for every tenant, and to parse them is most of it. */
const lies = new Map<string, Lie>();
const mostKept = 10_000;

/** How `inner` lies to `outer`; what the API server would refuse is no network, and lies nowhere. */
export function relationOf(outer: string, inner: string): Lie {
  const key = `${outer} ${inner}`;
  const known = lies.get(key);
  if (known !== undefined) return known;
  if (lies.size >= mostKept) lies.clear();
  const [own, other] = [networkOf(outer), networkOf(inner)];
  const lie = own === undefined || other === undefined ? "no network" : networksOverlap(own, other);
  lies.set(key, lie);
  return lie;
}

/** Whether holes leave nothing of a network: one around it, or several that make it up. All canonical. */
export function exceptionsCoverBlock(network: string, holes: readonly string[]): boolean {
  if (holes.some((hole) => relationOf(hole, network) === "inside")) return true;
  // Whoever writes more than that means a list of addresses, and not halves of a network.
  const parts = exceptionsWithin(network, holes.slice(0, 64));
  return parts.reduce((share, part) => share + 2 ** (lengthOf(network) - lengthOf(part)), 0) === 1;
}

function lengthOf(network: string): number {
  return Number(network.slice(network.indexOf("/") + 1));
}

function canonical(family: typeof ipaddr.IPv4 | typeof ipaddr.IPv6, address: string, length: number): string {
  return `${family.networkAddressFromCIDR(`${address}/${length}`).toString()}/${length}`;
}
