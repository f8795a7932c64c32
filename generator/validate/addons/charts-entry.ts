import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { RepositoryDocuments } from "../../load/load-repository.ts";
import { memoize } from "../../load/memoize.ts";
import type { Path, SourceDocument } from "../../load/source.ts";
import type { Origin } from "../inventory.ts";
import { nameFinding } from "../name-finding.ts";
import { parse, wholeDocument } from "../parse.ts";
import { Chart, type ChartSpec } from "./chart.ts";

/** The description of one chart in one version. */
export interface ChartEntry {
  readonly spec: ChartSpec;
  /** The path of the file below `platform/`, or `tenantry/charts/<name>` for a chart that the program ships. */
  readonly file: string;
  readonly isShipped: boolean;
  readonly at: (...path: Path) => Origin;
}

/** The fields that select a chart. */
export type ChartId = Pick<ChartSpec, "repository" | "name" | "version">;

/** The known charts, by repository, name and version. A file of the repository replaces the shipped one. */
export type KnownCharts = ReadonlyMap<string, ChartEntry>;

const parsedChart = memoize(({ source, value }: SourceDocument) => parse(Chart, value, wholeDocument(source, "chart")));

export function knownCharts(
  { charts, shippedCharts }: Pick<RepositoryDocuments, "charts" | "shippedCharts">,
  found: Diagnostic[],
): KnownCharts {
  const entries = [
    ...shippedCharts.flatMap((document) => chartEntry(document, true, found) ?? []),
    ...charts.flatMap((document) => chartEntry(document, false, found) ?? []),
  ];
  return new Map(entries.map((entry) => [keyOfChart(entry.spec), entry]));
}

export function knownChart(charts: KnownCharts, id: ChartId): ChartEntry | undefined {
  return charts.get(keyOfChart(id));
}

export function keyOfChart({ repository, name, version }: ChartId): string {
  return `${repository} ${name} ${version}`;
}

function chartEntry(document: SourceDocument, isShipped: boolean, found: Diagnostic[]): ChartEntry | undefined {
  const { source } = document;
  const { value, diagnostics } = parsedChart(document);
  found.push(...diagnostics);
  if (value === undefined) return undefined;
  const stem = source.file.replace(/^.*[/]|[.]yaml$/g, "");
  const { name } = value.metadata;
  if (name !== stem)
    found.push(
      nameFinding(source, `the file's name, ${stem}`, `Rename the file to ${name}.yaml, or the chart to ${stem}.`),
    );
  const at = (...path: Path): Origin => ({ source, path: ["spec", ...path] });
  return { spec: value.spec, file: source.file, isShipped, at };
}
