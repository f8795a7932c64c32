import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { join } from "node:path";
import tls from "node:tls";
import { emptyFolder } from "./sandbox.ts";

/** The types are those of the oldest supported Node.js, which has no such functions. Tests run with the pinned one. */
const { getCACertificates, setDefaultCACertificates } = tls as unknown as {
  readonly getCACertificates: (type: "default") => string[];
  readonly setDefaultCACertificates: (certificates: readonly string[]) => void;
};

export interface HttpsServer {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  /** The paths of all requests, in order. */
  readonly requests: readonly string[];
  readonly close: () => void;
}

/** Whether this machine can create the certificate of a server. */
export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

/** A server with HTTPS on a loopback address, whose new certificate this process trusts. */
export async function httpsServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<HttpsServer> {
  const folder = emptyFolder(`https-${Math.random()}`);
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const made = spawnSync("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"],
    ...["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert],
  ]);
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr.toString()}`);
  const certificate = readFileSync(cert, "utf8");
  setDefaultCACertificates([...getCACertificates("default"), certificate]);
  const requests: string[] = [];
  const server = createServer({ key: readFileSync(key), cert: certificate }, (request, response) => {
    requests.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("missing port");
  return {
    host: `127.0.0.1:${address.port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
