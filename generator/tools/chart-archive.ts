import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { type ChartVersionId, chartFailure } from "./chart-address.ts";
import { chartInIndex } from "./chart-index.ts";
import { download } from "./http-get.ts";
import type { Machine } from "./machine.ts";
import { chartInRegistry } from "./oci-registry.ts";
import { closeScratch, openScratch } from "./scratch.ts";

export interface ChartArchive {
  readonly bytes: Buffer;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
}

/** The limits of a chart's archive. Large charts have about 1 MiB. */
const limits = { mostBytes: 32 * 1024 ** 2, idleSeconds: 60, seconds: 600, attempts: 3 };

/**
 * Downloads a chart as its publisher packed it, from a Helm repository or an OCI registry, without credentials.
 * @throws ToolFailure if the repository does not have it, or if the archive differs from the digest that the repository declares.
 */
export async function downloadChart(chart: ChartVersionId, machine: Machine): Promise<ChartArchive> {
  const scratch = openScratch();
  try {
    const find = chart.repository.startsWith("https://") ? chartInIndex : chartInRegistry;
    const { url, digest: declared, headers } = await find(chart, scratch, machine);
    const file = join(scratch, "chart.tgz");
    const title = `chart ${chart.name} ${chart.version}`;
    const result = await download(title, url, file, machine, limits, headers);
    if (!result.ok) throw chartFailure(chart, `${url.origin}: ${result.reason}`);
    const bytes = readFileSync(file);
    const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    if (declared !== undefined && declared !== digest)
      throw new ToolFailure(
        `invalid digest of ${title}: ${digest} instead of ${declared} in ${chart.repository}`,
        "Do not use this chart before you know why: the repository or a program between it and this machine changed it.",
      );
    return { bytes, digest };
  } finally {
    closeScratch(scratch);
  }
}
