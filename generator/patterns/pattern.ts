import type { ImageFix } from "../validate/cluster-seldon.ts";
import { restrictsNames } from "../validate/effective.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import type { PatternName } from "../validate/terms.ts";

/**
 * The Applications that a tenant can have on a cluster; each has a rendered folder, or a chart, and an AppProject. The
 * namespace alone has the platform's project, and a folder among the platform's.
 */
export type PatternPart = (typeof patternParts)[number];

export const patternParts = ["namespace", "guardrails", "serverconfigs", "operator", "aliases", "workloads"] as const;

/**
 * What differs between the ways of laying out Seldon Core, and nothing else. Generators, checks and plans ask a pattern,
 * and never ask which one it is.
 */
export interface Pattern {
  readonly name: PatternName;
  readonly summary: string;
  /** Where an operator runs: one in Seldon's namespace for all tenants, or one in each tenant's for itself. */
  readonly operator: "central" | "tenant";
  /**
   * Seldon's own switch: `true` makes its operator heed a list of namespaces, and watch all where there is none; `false`
   * makes Seldon's own image watch no namespace but its own, whatever the list says (2.9.1).
   */
  readonly clusterwide: boolean;
  /** Where scheduler, Envoy and gateways run: in each tenant's namespace, or once in Seldon's for all. */
  readonly runtime: "tenant" | "shared";
  /** Where the operator looks for a Server's ServerConfig: beside itself, or beside the Server. */
  readonly serverConfigs: "operator" | "server";
  /** What Seldon's own images cannot do, and this pattern needs. */
  readonly fixes: readonly ImageFix[];
  /** What it does not give, for those who choose. */
  readonly limits: readonly string[];
}

/** A tenant's Applications on such a cluster, in the order in which they matter. */
export function partsOnCluster(pattern: Pattern, cluster: ClusterEntry): readonly PatternPart[] {
  return [
    ...(restrictsNames(cluster) ? [] : (["namespace"] as const)),
    "guardrails",
    ...(servesConfigsFromSeldon(pattern) ? (["serverconfigs"] as const) : []),
    ...(pattern.operator === "tenant" ? (["operator"] as const) : []),
    ...(pattern.runtime === "shared" ? (["aliases"] as const) : []),
    "workloads",
  ];
}

/** Whether ServerConfigs lie in Seldon's namespace, away from their tenant. */
function servesConfigsFromSeldon({ operator, serverConfigs }: Pattern): boolean {
  return operator === "central" && serverConfigs === "operator";
}

/** The namespace that a part's objects lie in; of a Namespace, the one that its Application names for want of any. */
export function namespaceOf(part: PatternPart, seldonNamespace: string, tenant: string): string {
  return ["namespace", "serverconfigs", "aliases"].includes(part) ? seldonNamespace : tenant;
}

export interface ServerConfigPlace {
  readonly namespace: string;
  readonly name: string;
  readonly part: PatternPart;
}

/** Where a tenant's ServerConfig lies, what it is called there, and which Application owns it. */
export function serverConfigPlace(
  pattern: Pattern,
  seldonNamespace: string,
  tenant: string,
  name: string,
): ServerConfigPlace {
  // No tenant and no ServerConfig has a dot in its name: <tenant>.<name> names one of each.
  return servesConfigsFromSeldon(pattern)
    ? { namespace: seldonNamespace, name: `${tenant}.${name}`, part: "serverconfigs" }
    : { namespace: tenant, name, part: "workloads" };
}

/** The namespace in which a tenant's scheduler and Envoy run. */
export function runtimeNamespace({ runtime }: Pattern, seldonNamespace: string, tenant: string): string {
  return runtime === "shared" ? seldonNamespace : tenant;
}
