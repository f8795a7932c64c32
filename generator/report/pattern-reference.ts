import { compareStrings } from "../diagnostics/diagnostic.ts";
import { tenantFlows } from "../generate/flows.ts";
import { generatePlatform, seldonFlows } from "../generate/generate-platform.ts";
import { generateTenant } from "../generate/generate-tenant.ts";
import { clusterScope, type Generated, tenantScope } from "../generate/scope.ts";
import { platformApplication, tenantApplication } from "../layout/names.ts";
import { preciseAmount } from "../models/amount-text.ts";
import { platformParts } from "../models/platform-parts.ts";
import { type Demand, operatorDemand, runtimeDemand, tenantDemand, totalDemand } from "../patterns/demand.ts";
import type { Flow } from "../patterns/flow.ts";
import { partsOnCluster, serverConfigPlace } from "../patterns/pattern.ts";
import { patterns } from "../patterns/table.ts";
import { countText } from "../text/counted.ts";
import { type Block, heading, markdown } from "../text/document.ts";
import { seldonOf } from "../validate/effective.ts";
import { PatternName } from "../validate/terms.ts";
import { sampleOf } from "./sample.ts";

/** The page on patterns: the objects, flows, cost and limits of each, from the output of the generators for a sample. */
export function patternReference(): string {
  return markdown([
    heading(1, "Patterns"),
    {
      text: "A pattern determines in which namespaces of a cluster the components of Seldon Core run. Set the pattern in cluster.yaml under spec.seldon.pattern. The command schema generates this page for a sample cluster with one tenant, which has one Server, two models, an experiment and one caller.",
    },
    {
      header: ["Property", ...PatternName.options],
      rows: [
        row("Operator", ({ operator }) =>
          operator === "central" ? "one, in Seldon's namespace" : "one in each tenant's namespace",
        ),
        row("Runtime", ({ runtime }) =>
          runtime === "shared" ? "one, in Seldon's namespace" : "one in each tenant's namespace",
        ),
        row("ServerConfigs", (pattern) => {
          const { namespace, name } = serverConfigPlace(pattern, "Seldon's", "the tenant's", "name");
          return `in ${namespace} namespace, named ${name.includes(".") ? "tenant.name" : "name"}`;
        }),
        row("Works with Seldon's images", ({ fixes }) =>
          fixes.length === 0 ? "yes" : `no: needs ${fixes.join(", ")}`,
        ),
        row(
          "Chart value clusterwide",
          ({ operator, clusterwide }) => `${clusterwide}${operator === "central" ? ", with a list of namespaces" : ""}`,
        ),
        row("Permissions of the operator", ({ operator }) =>
          operator === "central" ? "a ClusterRole: all namespaces, including Secrets" : "Roles in its own namespace",
        ),
        row("Applications per tenant (before Argo CD 3.3, also the Application namespace)", (pattern) =>
          partsOnCluster(pattern, sampleOf(pattern.name).cluster).join(", "),
        ),
        row("Adding or removing a tenant", ({ operator, clusterwide }) =>
          operator === "central"
            ? `restarts the operator for all tenants${clusterwide ? " (restarts nothing if spec.seldon.watch is all)" : ""}`
            : "restarts nothing",
        ),
        ["Cost per tenant, without its Servers", ...PatternName.options.map((name) => costOf(name))],
        ["Cost per cluster", ...PatternName.options.map((name) => clusterCostOf(name))],
      ],
    },
    {
      text: "A central operator watches a list of namespaces if spec.seldon.watch is tenants, or all namespaces if spec.seldon.watch is all. The list limits the objects that the operator handles, but not its permissions. The operator gets the list as one argument of its process, so the list is limited to about 131,000 bytes. A list of this length can contain about 10,000 tenant names of 12 characters. Every change to the list restarts the operator for all tenants of the cluster. During the restart, models answer requests, but the operator reconciles no changes for about a minute.",
    },
    ...PatternName.options.flatMap(patternBlocks),
  ]);
}

function row(title: string, cell: (pattern: (typeof patterns)[PatternName]) => string): readonly string[] {
  return [title, ...PatternName.options.map((name) => cell(patterns[name]))];
}

function patternBlocks(name: PatternName): readonly Block[] {
  const pattern = patterns[name];
  const { cluster } = sampleOf(name);
  const [tenant] = cluster.tenants;
  if (tenant === undefined) throw new Error("the sample has no tenant");
  const scope = tenantScope(cluster, tenant);
  const own = clusterScope(cluster);
  const { namespaces, ...platform } = generatePlatform(own);
  const central = pattern.operator === "central";
  return [
    heading(2, name),
    { text: pattern.summary },
    {
      header: ["Application", "Namespace", "Creates"],
      rows: [
        [platformApplication("cluster", platformParts.namespaces), "", kinds(namespaces)],
        [platformApplication("cluster", platformParts.crds), "", "the CustomResourceDefinitions, from Seldon's chart"],
        ...(central
          ? [
              [
                platformApplication("cluster", platformParts.operator),
                "seldon-system",
                "the operator, from Seldon's chart",
              ],
            ]
          : []),
        ...Object.entries(platform).flatMap(([part, objects]) =>
          objects.length === 0 ? [] : [[platformApplication("cluster", part), "seldon-system", kinds(objects)]],
        ),
        ...[...generateTenant(scope)].map(([part, objects]) => [
          tenantApplication("cluster", "tenant", part),
          objects.find(({ object }) => object.metadata?.namespace !== undefined)?.object.metadata?.namespace ??
            "tenant",
          part === "operator" ? "an operator, from Seldon's chart" : kinds(objects),
        ]),
      ],
    },
    { text: "Flows across the tenant's namespace boundary:" },
    { header: ["Policy", "Direction", "Ports", "Reason"], rows: tenantFlows(scope).map(flowRow) },
    ...(central
      ? [
          { text: "Flows across the namespace boundary of Seldon:" },
          { header: ["Policy", "Direction", "Ports", "Reason"], rows: seldonFlows(own).map(flowRow) },
        ]
      : []),
    { text: "Limits:" },
    { items: pattern.limits },
  ];
}

function flowRow({ name, direction, ports, why }: Flow): readonly string[] {
  return [
    name,
    direction === "in" ? "ingress" : "egress",
    ports.map(({ port, protocol }) => `${port}/${protocol}`).join(", "),
    why,
  ];
}

function kinds(objects: readonly Generated[]): string {
  const counts = new Map<string, number>();
  for (const { object } of objects) counts.set(object.kind, (counts.get(object.kind) ?? 0) + 1);
  return [...counts]
    .sort(([left], [right]) => compareStrings(left, right))
    .map(([kind, count]) => (count === 1 ? kind : `${count} ${kind}`))
    .join(", ");
}

function costOf(name: PatternName): string {
  const { cluster } = sampleOf(name);
  const [tenant] = cluster.tenants;
  if (tenant === undefined) return "";
  const demands = tenantDemand(patterns[name], cluster, tenant);
  return cost(demands.filter(({ component: what }) => !what.startsWith("Server ")));
}

function clusterCostOf(name: PatternName): string {
  const { cluster } = sampleOf(name);
  const pattern = patterns[name];
  const seldon = seldonOf(cluster);
  return cost([
    ...(pattern.operator === "central" ? [operatorDemand(seldon, cluster, 0n)] : []),
    ...(pattern.runtime === "shared" ? runtimeDemand({ cluster }, false, 0n) : []),
  ]);
}

function cost(demands: readonly Demand[]): string {
  if (demands.length === 0) return "nothing";
  const { pods, requests, claims } = totalDemand(demands);
  return `${countText(pods, "pod")}, ${preciseAmount(requests.cpu, "cores")}, ${preciseAmount(requests.memory, "bytes")}${claims > 0 ? `, ${claims} claim` : ""}`;
}
