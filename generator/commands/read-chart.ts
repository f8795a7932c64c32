import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { codes } from "../diagnostics/codes.ts";
import { failed, type Outcome, outcome } from "../diagnostics/outcome.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { chartFileText } from "../edit/chart-file.ts";
import { keysInArchive } from "../evaluate/charts/archive-keys.ts";
import { chartChanges } from "../evaluate/charts/chart-changes.ts";
import { joinedCharts, type RenderedChart, renderedChart } from "../evaluate/charts/rendered-chart.ts";
import { readObjects } from "../models/read-object.ts";
import type { ReadChart } from "../report/charts-document.ts";
import { minorOf } from "../text/version.ts";
import { type ChartArchive, downloadChart } from "../tools/chart-archive.ts";
import { chartFiles, kubernetesIn } from "../tools/chart-files.ts";
import { type Helm, renderChart } from "../tools/helm.ts";
import type { Machine } from "../tools/machine.ts";
import type { ChartSpec } from "../validate/addons/chart.ts";
import { findingAt } from "../validate/inventory.ts";
import type { ChartUse } from "./chart-uses.ts";
import { replaceFile } from "./tenant-edit.ts";

/** A chart that was downloaded and described. Nothing is written yet. */
export interface DescribedChart {
  readonly use: ChartUse;
  readonly spec: ChartSpec;
  readonly notRendered: string | undefined;
}

/**
 * Downloads and describes a chart. Another digest than the recorded one is a finding.
 * @param helm Undefined if the PATH has none: the parts of the description that need a render stay as they are.
 * @throws ToolFailure if the chart cannot be downloaded, or is not a chart.
 */
export async function describeChart(
  use: ChartUse,
  helm: Helm | undefined,
  machine: Machine,
): Promise<Outcome<DescribedChart>> {
  const { chart, before } = use;
  const title = `${chart.name} ${chart.version}`;
  const archive = await downloadChart(chart, machine);
  const known = before?.spec.version === chart.version ? before : undefined;
  if (known?.spec.digest !== undefined && known.spec.digest !== archive.digest) {
    const message = codes["addons/chart-digest"].messages.otherDigest(title, archive.digest);
    return failed([findingAt(known.at("digest"), "addons/chart-digest", message)]);
  }
  const rendered = await renderedReleases(use, archive, helm, machine);
  const {
    kinds = [],
    clusterKinds = [],
    pods = {},
    secrets = [],
    definitions = {},
    access = {},
    clusterRoles = {},
    aggregatedAccess = {},
  } = known?.spec ?? {};
  const files = chartFiles(chart, archive.bytes);
  const kubernetes = kubernetesIn(files.get("Chart.yaml") ?? "");
  const spec: ChartSpec = {
    ...chart,
    digest: archive.digest,
    ...(kubernetes !== undefined && { kubernetes }),
    values: keysOf(use, files),
    furtherValues: before?.spec.furtherValues ?? {},
    traps: before?.spec.traps ?? [],
    furtherPorts: before?.spec.furtherPorts ?? {},
    ...(rendered.ok
      ? { rendered: rendered.by, ...rendered.value }
      : {
          ...(known?.spec.rendered && { rendered: known.spec.rendered }),
          kinds,
          clusterKinds,
          pods,
          secrets,
          definitions,
          access,
          clusterRoles,
          aggregatedAccess,
        }),
  };
  return outcome({ use, spec, notRendered: rendered.ok ? undefined : rendered.reason });
}

function keysOf({ chart }: ChartUse, files: ReadonlyMap<string, string>): ChartSpec["values"] {
  try {
    return { ...keysInArchive(files) };
  } catch (error) {
    throw new ToolFailure(
      `invalid values of chart ${chart.name} ${chart.version}: ${error instanceof Error ? error.message : String(error)}`,
      "Check that the chart's values.yaml is YAML, and that its values.schema.json is JSON.",
      { cause: error },
    );
  }
}

/** The kinds that templates look for on the cluster: Argo CD passes those that exist there. */
const apiVersions: readonly string[] = [
  "cert-manager.io/v1",
  "gateway.networking.k8s.io/v1",
  "monitoring.coreos.com/v1",
  ...["PodMonitor", "PrometheusRule", "ServiceMonitor"].map((kind) => `monitoring.coreos.com/v1/${kind}`),
];

type Rendered =
  | { readonly ok: true; readonly value: RenderedChart; readonly by: NonNullable<ChartSpec["rendered"]> }
  | { readonly ok: false; readonly reason: string };

/** The objects that the chart contains on all clusters that use it. */
async function renderedReleases(
  { releases }: ChartUse,
  { bytes }: ChartArchive,
  helm: Helm | undefined,
  machine: Machine,
): Promise<Rendered> {
  if (helm === undefined) return { ok: false, reason: "the PATH has no helm" };
  const charts: RenderedChart[] = [];
  for (const release of releases) {
    const result = await renderChart(helm, bytes, { ...release, apiVersions }, machine);
    if (!result.ok) return { ok: false, reason: result.reason };
    const minor = Number(minorOf(release.kubernetes).split(".")[1]);
    charts.push(renderedChart(readObjects(result.text), minor));
  }
  const kubernetes = releases.map((release) => release.kubernetes);
  return {
    ok: true,
    value: joinedCharts(charts),
    by: { helm: helm.version, kubernetes: [...new Set(kubernetes)].join(", ") },
  };
}

/** Writes the file of a chart, unless it has the same content. */
export function writeChart(root: string, { use, spec, notRendered }: DescribedChart): ReadChart {
  const { chart, file, before } = use;
  const path = join(root, file);
  const text = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  const name = file.replace(/^.*[/]|[.]yaml$/g, "");
  const after = chartFileText(text, name, spec);
  if (after !== text) {
    mkdirSync(dirname(path), { recursive: true });
    replaceFile(path, text, after);
  }
  return {
    chart: chart.name,
    version: chart.version,
    digest: spec.digest ?? "",
    file,
    changed: after !== text,
    ...(notRendered !== undefined && { notRendered }),
    changes: chartChanges(before?.spec, spec),
  };
}
