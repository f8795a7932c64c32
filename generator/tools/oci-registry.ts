import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ChartAddress, type ChartVersionId, chartFailure } from "./chart-address.ts";
import { type Download, download, type RequestHeaders } from "./http-get.ts";
import type { Machine } from "./machine.ts";

/** Manifests and tokens are small. */
const limits = { mostBytes: 1024 ** 2, idleSeconds: 60, seconds: 120, attempts: 3 };

const manifestType = "application/vnd.oci.image.manifest.v1+json";
const chartType = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

/** The API of Docker Hub has another host than the names of its images. */
const hosts: ReadonlyMap<string, string> = new Map([["docker.io", "registry-1.docker.io"]]);

/**
 * The address of a chart in an OCI registry, with a token if the registry gives one without credentials.
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md, https://helm.sh/docs/topics/registries/
 * @throws ToolFailure if the registry does not have it, or needs credentials.
 */
export async function chartInRegistry(chart: ChartVersionId, scratch: string, machine: Machine): Promise<ChartAddress> {
  const [host = "", ...path] = chart.repository.split("/");
  const base = `https://${hosts.get(host) ?? host}/v2/${[...path, chart.name].join("/")}`;
  const file = join(scratch, "manifest.json");
  // A tag cannot contain a plus sign, so Helm writes an underscore.
  const manifest = new URL(`${base}/manifests/${chart.version.replaceAll("+", "_")}`);
  const get = (headers: RequestHeaders): Promise<Download> =>
    download("the manifest", manifest, file, machine, limits, { accept: manifestType, ...headers });
  let headers: RequestHeaders = {};
  let result = await get(headers);
  if (!result.ok && result.challenge !== undefined) {
    headers = { authorization: `Bearer ${await anonymousToken(chart, result.challenge, scratch, machine)}` };
    result = await get(headers);
  }
  if (!result.ok) throw chartFailure(chart, `${manifest.origin}: ${result.reason}`);
  const layer = chartLayer(readFileSync(file, "utf8"));
  if (layer === undefined) throw chartFailure(chart, "the manifest contains no chart");
  return { url: new URL(`${base}/blobs/${layer}`), digest: layer, headers };
}

/** The digest of the layer that contains the chart. */
function chartLayer(text: string): string | undefined {
  const { layers }: { readonly layers?: unknown } = jsonMap(text);
  if (!Array.isArray(layers)) return undefined;
  const layer: { readonly digest?: unknown } | undefined = layers.find(
    (candidate: { readonly mediaType?: unknown }) => candidate?.mediaType === chartType,
  );
  const digest = layer?.digest;
  return typeof digest === "string" && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

/** A token without credentials, from the server that the registry names. */
async function anonymousToken(
  chart: ChartVersionId,
  challenge: string,
  scratch: string,
  machine: Machine,
): Promise<string> {
  const fields = new Map(
    [...challenge.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
  );
  const realm = fields.get("realm") ?? "";
  if (!/^Bearer /i.test(challenge) || !URL.canParse(realm) || new URL(realm).protocol !== "https:")
    throw chartFailure(chart, "the registry needs credentials");
  const url = new URL(realm);
  for (const name of ["service", "scope"]) {
    const value = fields.get(name);
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const file = join(scratch, "token.json");
  const result = await download("a token", url, file, machine, limits);
  if (!result.ok) throw chartFailure(chart, `${url.origin}: ${result.reason}`);
  const { token, access_token: other }: { readonly token?: unknown; readonly access_token?: unknown } = jsonMap(
    readFileSync(file, "utf8"),
  );
  const found = token ?? other;
  if (typeof found !== "string") throw chartFailure(chart, "the registry needs credentials");
  return found;
}

function jsonMap(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
