import type { ProxyPath } from "./envoy-path.ts";

/** The path after which nginx chooses a location, the request target that it forwards, and the host of an absolute URL. */
export interface NginxTarget {
  readonly path: string;
  readonly forwarded: string;
  readonly host: string | undefined;
}

/** ingress-nginx sets `large_client_header_buffers 4 8k`: one line must not be longer. */
const longestLine = 8 * 1024;

/**
 * Reads a request target as nginx does. ingress-nginx forwards the target unchanged if an Ingress sets no rewrite-target, except
 * that nginx removes the scheme and the host of an absolute URL.
 */
export function nginxTarget(method: string, target: string): NginxTarget | { readonly status: number } {
  if (method.length + target.length + " HTTP/1.1\r\n".length > longestLine) return { status: 414 };
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/i.exec(target);
  const [, authority = "", rest = ""] = absolute ?? [];
  const isValid = /^[a-z0-9_.-]+(:\d*)?$/i.test(authority) && !rest.startsWith("#");
  if (absolute !== null && !isValid) return { status: 400 };
  const relative = absolute === null ? target : rest;
  const forwarded = absolute !== null && !relative.startsWith("/") ? `/${relative}` : relative;
  const read = nginxPath(forwarded);
  if ("status" in read) return read;
  return { path: read.path, forwarded, host: absolute === null ? undefined : authority };
}

/** The path after which nginx 1.22 chooses a location, with `merge_slashes on`. nginx rejects a path above the root. */
function nginxPath(target: string): ProxyPath {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: nginx rejects control characters
  if (!target.startsWith("/") || /[\x00-\x20\x7f]/.test(target)) return { status: 400 };
  const [, raw = "", query = ""] = /^([^?#]*)(.*)$/.exec(target) ?? [];
  if (/%(?![0-9a-f]{2})|%00/i.test(raw)) return { status: 400 };
  const decoded = raw.replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  const kept: string[] = [];
  const segments = decoded.split("/").slice(1);
  for (const segment of segments) {
    if (segment === "..") {
      if (kept.pop() === undefined) return { status: 400 };
    } else if (segment !== "" && segment !== ".") kept.push(segment);
  }
  const isFolder = ["", ".", ".."].includes(segments.at(-1) ?? "") && kept.length > 0;
  return { path: `/${kept.join("/")}${isFolder ? "/" : ""}`, query };
}
