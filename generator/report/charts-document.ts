import type { Block } from "../text/document.ts";
import { heading } from "../text/document.ts";

/** The result of `tenantry charts` for one chart. */
export interface ReadChart {
  readonly chart: string;
  readonly version: string;
  readonly digest: string;
  /** The file in `platform/charts/`. */
  readonly file: string;
  readonly changed: boolean;
  /** Why kinds, pods and access were not rendered. Undefined if they were. */
  readonly notRendered?: string;
  /** Differences from the description that the chart had before. */
  readonly changes: readonly string[];
}

export function chartsDocument(charts: readonly ReadChart[]): readonly Block[] {
  return [
    heading(1, "Charts"),
    {
      header: ["Chart", "Version", "Digest", "File", "Kinds, pods and access"],
      rows: charts.map(({ chart, version, digest, file, changed, notRendered }) => [
        chart,
        version,
        digest,
        changed ? `${file} (written)` : file,
        notRendered === undefined ? "rendered" : `not rendered: ${notRendered}`,
      ]),
    },
    ...charts.flatMap(({ chart, version, changes }) =>
      changes.length === 0 ? [] : [heading(2, `Changes of ${chart} ${version}`), { items: changes }],
    ),
    {
      text: "Argo CD does not compare the digests: it installs what the repository has. Run tenantry charts again to find a version that was published twice.",
    },
  ];
}
