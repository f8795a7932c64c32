import type { PathNormalization } from "./edge.ts";

/** The path and the query that a proxy matches, or the status with which it rejects the request. */
export type ProxyPath = { readonly path: string; readonly query: string } | { readonly status: number };

/** The host and the path that Envoy reads from a request target. */
export type EnvoyTarget = { readonly host: string; readonly path: string } | { readonly status: number };

/** Envoy's default limit for the request line and all headers is 60 KiB. */
const longestTarget = 60 * 1024;

/** Replaces the host with the host of an absolute URL, as Envoy 1.40 does. */
export function envoyTarget(target: string, host: string): EnvoyTarget {
  if (target.length > longestTarget) return { status: 431 };
  if (!/^[\x21-\x7e]+$/.test(target) || target.includes("#")) return { status: 400 };
  const absolute = /^https?:\/\/([^/]*)(.*)$/i.exec(target);
  if (absolute === null) return target.startsWith("/") ? { host, path: target } : { status: 400 };
  const [, authority = "", path = ""] = absolute;
  if (authority === "") return { status: 400 };
  return { host: authority.slice(authority.lastIndexOf("@") + 1), path: path === "" ? "/" : path };
}

/**
 * The path that Envoy 1.40 matches and forwards, with the filters that Istio configures for a path normalization. Envoy removes
 * dot segments and never rejects a path above the root. It changes no query.
 */
export function envoyPath(target: string, normalization: PathNormalization): ProxyPath {
  const question = target.indexOf("?");
  const query = question < 0 ? "" : target.slice(question);
  const raw = question < 0 ? target : target.slice(0, question);
  if (normalization === "NONE") return { path: raw, query };
  const decoded =
    normalization === "DECODE_AND_MERGE_SLASHES" ? raw.replaceAll(/%2f/gi, "/").replaceAll(/%5c/gi, "\\") : raw;
  if (decoded.includes("%00")) return { status: 400 };
  const canonical = withoutDotSegments(escaped(withoutDotParameters(decoded).replaceAll("\\", "/")));
  return { path: normalization === "BASE" ? canonical : mergedSlashes(canonical), query };
}

/** Envoy 1.40 ignores the parameters of a dot segment: `/a/..;x=1/b` is `/b`. Encoded dots keep them. */
function withoutDotParameters(path: string): string {
  return path.replaceAll(/(?<=\/)(\.{1,2});[^/]*/g, "$1");
}

/** Decodes unreserved characters, and encodes characters that a URL must not contain. Other encodings stay unchanged. */
function escaped(path: string): string {
  return path
    .replaceAll(/%([0-9a-f]{2})/gi, (encoded, digits: string) => {
      const character = String.fromCharCode(Number.parseInt(digits, 16));
      return /[A-Za-z0-9._~-]/.test(character) ? character : encoded;
    })
    .replaceAll(/["<>^`{|}]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function withoutDotSegments(path: string): string {
  const segments = path.slice(1).split("/");
  const kept: string[] = [];
  for (const [index, segment] of segments.entries()) {
    if (segment !== "." && segment !== "..") kept.push(segment);
    else {
      if (segment === "..") kept.pop();
      if (index === segments.length - 1) kept.push("");
    }
  }
  return `/${kept.join("/")}`;
}

/** Envoy merges no slashes in a path of slashes only: `//` stays `//`. */
function mergedSlashes(path: string): string {
  if (!path.includes("//")) return path;
  const segments = path.split("/").filter((segment) => segment !== "");
  return `/${segments.join("/")}${path.endsWith("/") ? "/" : ""}`;
}
