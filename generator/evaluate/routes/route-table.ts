import type { ObjectReference } from "./edge.ts";
import type { HostTable } from "./host-table.ts";

/** A listener of an Istio gateway, and the routes that Istio gives to it. */
export interface EdgeListener {
  readonly gateway: ObjectReference;
  /** The server name of the TLS handshake. `*` matches every name. */
  readonly hostname: string;
  /** The authorities of client certificates, as `<namespace>/<Secret>`. Empty if the listener requires no certificate. */
  readonly authorities: readonly string[];
  readonly virtualHosts: HostTable<VirtualHost>;
}

/** A host, and its routes in the order in which Envoy tries them. */
export interface VirtualHost {
  readonly host: string;
  readonly routes: readonly EdgeRoute[];
}

/** Requests that an edge forwards, and the changes that it makes. */
export interface EdgeRoute {
  readonly object: ObjectReference;
  readonly protocol: "http" | "grpc";
  readonly match: PathMatch;
  /** Undefined if the route accepts every method. */
  readonly method: string | undefined;
  /** Header names are in lower case. */
  readonly set: ReadonlyMap<string, string>;
  readonly add: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
  readonly rewrite: PathRewrite | undefined;
  /** Undefined if the route has no valid backend: Envoy responds with status 500. */
  readonly backend: Backend | undefined;
  readonly timeout: string | undefined;
}

/** `segments` is a prefix that matches only whole path segments. */
export interface PathMatch {
  readonly type: "exact" | "prefix" | "segments";
  readonly value: string;
}

export type PathRewrite = { readonly type: "full" | "prefix"; readonly value: string };

export interface Backend {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
}

export function matchesPath({ type, value }: PathMatch, path: string): boolean {
  if (type === "exact") return path === value;
  if (type === "prefix" || value.endsWith("/")) return path.startsWith(value);
  return path === value || path.startsWith(`${value}/`);
}

/** Whether a host is in a pattern: a name, `*.` and a domain, or `*`. */
function matchesHost(pattern: string, host: string): boolean {
  if (pattern === "*" || pattern === "") return true;
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) && host !== pattern.slice(1) : pattern === host;
}

/** The hosts that two patterns have in common. Undefined if they have none. */
export function commonHost(left: string, right: string): string | undefined {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  if (matchesHost(a, b)) return b === "" ? "*" : b;
  return matchesHost(b, a) ? a : undefined;
}

/** The path and query after a rewrite. */
export function rewritten(route: EdgeRoute, path: string, query: string): string {
  if (route.rewrite === undefined) return path + query;
  if (route.rewrite.type === "full") return route.rewrite.value + query;
  const rest = path.slice(route.match.value.length);
  const { value } = route.rewrite;
  if (route.match.type !== "segments") return value + rest + query;
  return `/${[...value.split("/"), ...rest.split("/")].filter((segment) => segment !== "").join("/")}${query}`;
}
