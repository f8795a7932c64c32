import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tarGz } from "./archive.ts";
import { type HttpsServer, httpsServer } from "./https-server.ts";

/** A chart that a test publishes: its files by path from its folder, without Chart.yaml. */
export interface PublishedChart {
  readonly name: string;
  readonly version: string;
  readonly files: Readonly<Record<string, string>>;
}

export function chartTgz({ name, version, files }: PublishedChart): Buffer {
  const all = { "Chart.yaml": `apiVersion: v2\nname: ${name}\nversion: ${version}\n`, ...files };
  return tarGz(...Object.entries(all).map(([path, text]) => ({ name: `${name}/${path}`, text })));
}

export function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

interface RepositoryFaults {
  /** The digest in the index, or in the manifest. */
  readonly digest?: string;
  /** Whether the registry needs a token, which it gives without credentials. */
  readonly token?: boolean;
}

/** A Helm repository at `/charts` and an OCI registry at `/oci` on one loopback server, with one chart. */
export async function chartRepository(chart: PublishedChart, faults: RepositoryFaults = {}): Promise<HttpsServer> {
  const bytes = chartTgz(chart);
  const { name, version } = chart;
  const digest = faults.digest ?? sha256(bytes);
  const manifest = {
    schemaVersion: 2,
    layers: [
      { mediaType: "application/vnd.cncf.helm.chart.provenance.v1.prov", digest: `sha256:${"0".repeat(64)}` },
      { mediaType: "application/vnd.cncf.helm.chart.content.v1.tar+gzip", digest: `sha256:${digest}` },
    ],
  };
  const index = {
    apiVersion: "v1",
    entries: { [name]: [{ version: "0.0.1" }, { version, digest, urls: [`files/${name}-${version}.tgz`] }] },
  };
  const answers: Readonly<Record<string, Buffer | string>> = {
    "/charts/index.yaml": JSON.stringify(index),
    [`/charts/files/${name}-${version}.tgz`]: bytes,
    [`/v2/oci/${name}/manifests/${version}`]: JSON.stringify(manifest),
    [`/v2/oci/${name}/blobs/sha256:${digest}`]: bytes,
    "/token?service=charts&scope=pull": JSON.stringify({ token: "anonymous" }),
  };
  const answer = ({ url = "", headers }: IncomingMessage, response: ServerResponse): void => {
    const found = answers[url];
    if (faults.token === true && url.startsWith("/v2/") && headers.authorization !== "Bearer anonymous") {
      const realm = `https://${headers.host}/token`;
      response.writeHead(401, { "www-authenticate": `Bearer realm="${realm}",service="charts",scope="pull"` }).end();
    } else if (found === undefined) response.writeHead(404).end();
    else response.end(found);
  };
  return httpsServer(answer);
}
