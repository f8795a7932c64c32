import { createHash } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import type { Machine } from "../tools/machine.ts";
import type { SchemaSource } from "../tools/schema-fault.ts";
import { emptyFolder } from "./sandbox.ts";

/** One file of a zip that a test creates. By default, it is a regular file that declares its real size. */
interface ZippedFile {
  readonly name: string;
  readonly text: string;
  readonly declaredSize?: number;
  readonly mode?: number;
  readonly flags?: number;
}

/** A zip archive with these files. */
export function zipOf(files: readonly ZippedFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text, declaredSize, mode = 0o100644, flags = 0 } of files) {
    const content = deflateRawSync(text);
    const size = declaredSize ?? Buffer.byteLength(text);
    const local = record(30, [
      [0, 4, 0x04034b50],
      [8, 2, 8],
      [18, 4, content.length],
      [22, 4, size],
      [26, 2, Buffer.byteLength(name)],
    ]);
    const central = record(46, [
      [0, 4, 0x02014b50],
      [8, 2, flags],
      [10, 2, 8],
      [20, 4, content.length],
      [24, 4, size],
      [28, 2, Buffer.byteLength(name)],
      [38, 4, mode * 0x10000],
      [42, 4, offset],
    ]);
    const entry = Buffer.concat([local, Buffer.from(name), content]);
    parts.push(entry);
    directory.push(central, Buffer.from(name));
    offset += entry.length;
  }
  const central = Buffer.concat(directory);
  const end = record(22, [
    [0, 4, 0x06054b50],
    [10, 2, files.length],
    [12, 4, central.length],
    [16, 4, offset],
  ]);
  return Buffer.concat([...parts, central, end]);
}

function record(length: number, fields: readonly (readonly [offset: number, bytes: number, value: number])[]): Buffer {
  const bytes = Buffer.alloc(length);
  for (const [offset, size, value] of fields) bytes.writeUIntLE(value, offset, size);
  return bytes;
}

/** A module that a test publishes: its files by path. */
export interface PublishedModule {
  readonly module: string;
  readonly version: string;
  readonly files: Readonly<Record<string, string>>;
}

export function moduleZipOf({ module, version, files }: PublishedModule): Buffer {
  return zipOf(Object.entries(files).map(([path, text]) => ({ name: `${module}@${version}/${path}`, text })));
}

/** The pin of a published module. The sum is computed as Go documents it, independent of our reader. */
export function pinOfModule({ module, version, files }: PublishedModule, crds: readonly string[]): SchemaSource {
  const lines = Object.keys(files)
    .map((path) => `${module}@${version}/${path}`)
    .sort()
    .map((name) => `${hashOf("hex", files[name.slice(`${module}@${version}/`.length)] ?? "")}  ${name}\n`);
  return { module, version, sum: `h1:${hashOf("base64", lines.join(""))}`, crds };
}

function hashOf(encoding: "hex" | "base64", text: string): string {
  return createHash("sha256").update(text).digest(encoding);
}

/** Answers a request for a path: a body, a status, or a function of the response. */
export type ProxyAnswers = Readonly<Record<string, Buffer | string | number | ((response: ServerResponse) => void)>>;

export interface ProxyServer {
  readonly address: string;
  /** The paths of all requests, in order. */
  readonly requests: readonly string[];
  readonly close: () => void;
}

/** A module proxy on a loopback address. It answers 404 to every other path. */
export async function proxyServer(answers: ProxyAnswers): Promise<ProxyServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    const answer = answers[request.url ?? ""] ?? 404;
    if (typeof answer === "function") answer(response);
    else if (typeof answer === "number") response.writeHead(answer).end();
    else response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("missing port");
  return {
    address: `http://127.0.0.1:${address.port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A machine that reads modules only from these proxies, with an empty cache and without Go's settings. */
export function machineWithProxy(goProxy: string, folder = emptyFolder()): Machine & { readonly lines: string[] } {
  const lines: string[] = [];
  const env = {
    HOME: folder,
    GOENV: "off",
    GOPROXY: goProxy,
    GOMODCACHE: join(folder, "go"),
    GOSUMDB: "off",
    TENANTRY_CACHE: join(folder, "cache"),
  };
  return { env, log: (line) => lines.push(line), lines };
}
