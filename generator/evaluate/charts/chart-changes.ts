import type { ChartSpec } from "../../validate/addons/chart.ts";
import type { AccessRule } from "../../validate/addons/cluster-access.ts";
import { keyPaths } from "../../validate/addons/value-keys.ts";

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
      ([name, { labels, selector, claims, ports, podSecurity, hostNetwork, account, priorityClass }]) =>
        `${name}: ${JSON.stringify({ labels, selector, claims, ports, podSecurity, hostNetwork, account, priorityClass })}`,
    ),
  definition: ({ definitions }) =>
    Object.entries(definitions).map(
      ([name, { stored, versions }]) => `${name}: ${versions.join(", ")}, stored as ${stored}`,
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
