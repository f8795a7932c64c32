import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type ChartAddress, type ChartVersionId, chartFailure, withoutV } from "./chart-address.ts";
import { download } from "./http-get.ts";
import type { Machine } from "./machine.ts";

/** The index of a repository with many charts has about 10 MiB. */
const limits = { mostBytes: 64 * 1024 ** 2, idleSeconds: 60, seconds: 600, attempts: 3 };

/**
 * The address of a chart in the index of a Helm repository. https://helm.sh/docs/topics/chart_repository/
 * @throws ToolFailure if the index cannot be read, or does not contain the version.
 */
export async function chartInIndex(chart: ChartVersionId, scratch: string, machine: Machine): Promise<ChartAddress> {
  const { repository, name, version } = chart;
  const base = repository.endsWith("/") ? repository : `${repository}/`;
  const file = join(scratch, "index.yaml");
  const result = await download(`the index of ${repository}`, new URL("index.yaml", base), file, machine, limits);
  if (!result.ok) throw chartFailure(chart, `index.yaml: ${result.reason}`);
  const index = readIndex(readFileSync(file, "utf8"));
  if (index === undefined) throw chartFailure(chart, "invalid index.yaml");
  const versions = index.entries?.[name];
  if (!Array.isArray(versions)) throw chartFailure(chart, `index.yaml contains no chart ${name}`);
  const entry: IndexEntry | undefined =
    versions.find((candidate: IndexEntry) => candidate.version === version) ??
    versions.find((candidate: IndexEntry) => withoutV(String(candidate.version)) === withoutV(version));
  const address: unknown = Array.isArray(entry?.urls) ? entry.urls[0] : undefined;
  if (typeof address !== "string" || !URL.canParse(address, base))
    throw chartFailure(chart, `index.yaml contains no version ${version} of ${name}`);
  const url = new URL(address, base);
  if (url.protocol !== "https:") throw chartFailure(chart, `index.yaml names the insecure address ${url.origin}`);
  const digest = typeof entry?.digest === "string" ? `sha256:${entry.digest.replace(/^sha256:/, "")}` : undefined;
  return { url, digest, headers: {} };
}

interface IndexEntry {
  readonly version?: unknown;
  readonly digest?: unknown;
  readonly urls?: unknown;
}

function readIndex(text: string): { readonly entries?: Readonly<Record<string, unknown>> } | undefined {
  try {
    const index: unknown = parse(text, { uniqueKeys: false, maxAliasCount: 0, logLevel: "error" });
    return typeof index === "object" && index !== null ? index : undefined;
  } catch {
    return undefined;
  }
}
