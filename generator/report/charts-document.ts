import type { Block } from "../text/document.ts";
import { heading } from "../text/document.ts";
import type { ChartSpec } from "../validate/addons/chart.ts";
import type { AccessRule } from "../validate/addons/cluster-access.ts";
import { keyPaths } from "../validate/addons/value-keys.ts";

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

/** The differences of two descriptions of a chart, as lines for a reviewer: what came and what went. */
export function chartChanges(before: ChartSpec | undefined, after: ChartSpec): readonly string[] {
  if (before === undefined) return [];
  return [
    ...(before.version === after.version ? [] : [`version ${after.version} instead of ${before.version}`]),
    ...Object.entries(factsOf).flatMap(([noun, facts]) => differences(noun, facts(before), facts(after))),
  ];
}

const factsOf: Readonly<Record<string, (spec: ChartSpec) => readonly string[]>> = {
  value: (spec) => [...keyPaths(spec.values)].map((path) => path.join(".")),
  kind: ({ kinds, clusterKinds }) => [...kinds, ...clusterKinds],
  pods: ({ pods }) =>
    Object.entries(pods).map(
      ([name, { labels, ports, podSecurity, hostNetwork, account, priorityClass }]) =>
        `${name}: ${JSON.stringify({ labels, ports, podSecurity, hostNetwork, account, priorityClass })}`,
    ),
  Secret: ({ secrets }) => secrets,
  access: ({ access }) => rulesOf(access),
  "bound ClusterRole": ({ clusterRoles }) =>
    Object.entries(clusterRoles).flatMap(([account, names]) => names.map((name) => `${account}: ${name}`)),
  "aggregated access": ({ aggregatedAccess }) => rulesOf(aggregatedAccess),
};

function rulesOf(access: Readonly<Record<string, readonly AccessRule[]>>): readonly string[] {
  return Object.entries(access).flatMap(([name, rules]) => rules.map((rule) => `${name}: ${JSON.stringify(rule)}`));
}

function differences(noun: string, before: readonly string[], after: readonly string[]): readonly string[] {
  return [
    ...after.filter((fact) => !before.includes(fact)).map((fact) => `new ${noun}: ${fact}`),
    ...before.filter((fact) => !after.includes(fact)).map((fact) => `removed ${noun}: ${fact}`),
  ];
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
