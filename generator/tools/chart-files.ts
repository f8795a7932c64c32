import { parse } from "yaml";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { type ChartVersionId, withoutV } from "./chart-address.ts";
import { filesOf } from "./tar.ts";

/** Limit of an unpacked chart. Charts with many definitions have about 10 MiB. */
const mostBytes = 256 * 1024 ** 2;

/**
 * The texts of the files of a chart, by their path from the chart's folder. Charts that it contains are below `charts/`.
 * @throws ToolFailure if the archive is not a chart.
 */
export function chartFiles({ name, version }: ChartVersionId, archive: Buffer): ReadonlyMap<string, string> {
  try {
    const files = new Map<string, string>();
    for (const file of filesOf(archive, mostBytes)) {
      const [folder, ...path] = file.name.split("/");
      if (folder !== name) throw new Error(`the archive contains ${file.name} outside of ${name}/`);
      files.set(path.join("/"), file.content.toString("utf8"));
    }
    const { name: found, version: packed } = readChartYaml(files.get("Chart.yaml") ?? "");
    if (found !== name || withoutV(packed) !== withoutV(version))
      throw new Error(`it contains the chart ${found} ${packed}`);
    for (const needed of ["Chart.yaml", "values.yaml"])
      if (!files.has(needed)) throw new Error(`the archive contains no ${needed}`);
    return files;
  } catch (error) {
    throw new ToolFailure(
      `invalid archive of chart ${name} ${version}: ${error instanceof Error ? error.message : String(error)}`,
      "Check that the repository publishes the chart as helm package writes it.",
      { cause: error },
    );
  }
}

/** The versions of Kubernetes for which Helm renders a chart. Undefined if it renders the chart for all. */
export function kubernetesIn(chartYaml: string): string | undefined {
  const { kubeVersion } = fieldsOf(chartYaml);
  return typeof kubeVersion === "string" && kubeVersion.trim() !== "" ? kubeVersion.trim() : undefined;
}

function readChartYaml(text: string): { readonly name: string; readonly version: string } {
  const { name, version } = fieldsOf(text);
  return { name: String(name), version: String(version) };
}

function fieldsOf(text: string): {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly kubeVersion?: unknown;
} {
  const chart: unknown = parse(text, { maxAliasCount: 0, uniqueKeys: false, logLevel: "error" });
  return typeof chart === "object" && chart !== null ? chart : {};
}
