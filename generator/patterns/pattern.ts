import type { ImageFix } from "../validate/cluster-seldon.ts";
import { restrictsNames } from "../validate/effective.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import type { PatternName } from "../validate/terms.ts";
import { edgeOf } from "./edge.ts";

/**
 * The Applications that a tenant can have on a cluster. Each has a rendered folder or a chart, and an AppProject. Only the
 * part `namespace` uses the platform's AppProject, and a folder among the platform's folders.
 */
export type PatternPart = (typeof patternParts)[number];

export const patternParts = [
  "namespace",
  "guardrails",
  "serverconfigs",
  "operator",
  "aliases",
  "workloads",
  "routes",
] as const;

/**
 * The differences between the ways to install Seldon Core. Generators, checks and plans read these fields, and never
 * compare the name of a pattern.
 */
export interface Pattern {
  readonly name: PatternName;
  readonly summary: string;
  /** Where an operator runs: one in Seldon's namespace for all tenants, or one in each tenant's namespace for that tenant. */
  readonly operator: "central" | "tenant";
  /**
   * Seldon's own setting. With `true` the operator watches the listed namespaces, or all namespaces without a list. With
   * `false` Seldon's own image watches only its own namespace and ignores the list (2.9.1).
   */
  readonly clusterwide: boolean;
  /** Where scheduler, Envoy and gateways run: in each tenant's namespace, or once in Seldon's namespace for all tenants. */
  readonly runtime: "tenant" | "shared";
  /** The namespace in which the operator looks for a Server's ServerConfig: its own, or the Server's. */
  readonly serverConfigs: "operator" | "server";
  /** Fixes that this pattern needs and that Seldon's own images do not have. */
  readonly fixes: readonly ImageFix[];
  /** The disadvantages of the pattern, for the choice between patterns. */
  readonly limits: readonly string[];
}

/** A tenant's Applications on such a cluster, in the order of their importance. */
export function partsOnCluster(pattern: Pattern, cluster: ClusterEntry): readonly PatternPart[] {
  return [
    ...(restrictsNames(cluster) ? [] : (["namespace"] as const)),
    "guardrails",
    ...(servesConfigsFromSeldon(pattern) ? (["serverconfigs"] as const) : []),
    ...(pattern.operator === "tenant" ? (["operator"] as const) : []),
    ...(pattern.runtime === "shared" ? (["aliases"] as const) : []),
    "workloads",
    ...(edgeOf(cluster) === undefined ? [] : (["routes"] as const)),
  ];
}

/** Whether ServerConfigs are in Seldon's namespace instead of their tenant's. */
function servesConfigsFromSeldon({ operator, serverConfigs }: Pattern): boolean {
  return operator === "central" && serverConfigs === "operator";
}

/** The namespace of a part's objects. A Namespace object has none, so its Application names Seldon's namespace. */
export function namespaceOf(part: PatternPart, seldonNamespace: string, tenant: string): string {
  return ["namespace", "serverconfigs", "aliases"].includes(part) ? seldonNamespace : tenant;
}

export interface ServerConfigPlace {
  readonly namespace: string;
  readonly name: string;
  readonly part: PatternPart;
}

/** The namespace and name of a tenant's ServerConfig, and the Application that owns it. */
export function serverConfigPlace(
  pattern: Pattern,
  seldonNamespace: string,
  tenant: string,
  name: string,
): ServerConfigPlace {
  // Names of tenants and ServerConfigs contain no dots, so <tenant>.<name> is unique.
  return servesConfigsFromSeldon(pattern)
    ? { namespace: seldonNamespace, name: `${tenant}.${name}`, part: "serverconfigs" }
    : { namespace: tenant, name, part: "workloads" };
}

/** The namespace in which a tenant's scheduler and Envoy run. */
export function runtimeNamespace({ runtime }: Pattern, seldonNamespace: string, tenant: string): string {
  return runtime === "shared" ? seldonNamespace : tenant;
}
