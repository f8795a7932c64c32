import { isRemote } from "../layout/argo-cd.ts";
import { kubectlForArgoCD, kubectlForClusters } from "../layout/kubectl-context.ts";
import { joinNames } from "../text/listed.ts";
import type { ClusterEntry, TenantEntry } from "../validate/inventory.ts";
import type { Verification } from "./commit-step.ts";

/** The cluster on which a command about Applications runs, for the end of an expectation. Empty if it is the cluster itself. */
export function onArgoCD(clusters: readonly ClusterEntry[]): string {
  return clusters.some(isRemote) ? ", on the cluster that runs Argo CD" : "";
}

/** The same for a command about the objects that Argo CD deploys. */
export function onClusters(clusters: readonly ClusterEntry[]): string {
  return clusters.some(isRemote) ? `, on ${joinNames(clusters.map(({ name }) => name))}` : "";
}

export function applicationsHealthy(clusters: readonly ClusterEntry[]): Verification {
  const namespace = clusters[0]?.spec.argoCD.namespace ?? "argocd";
  // The namespace of a hub also contains the Applications of other clusters.
  const own = clusters.some(({ spec }) => spec.argoCD.hub !== undefined)
    ? ` | grep --extended-regexp '^(${clusters.map(({ name }) => name).join("|")})[.]'`
    : "";
  return {
    command: `${kubectlForArgoCD(clusters)} get applications --namespace ${namespace} --output custom-columns=NAME:.metadata.name,SYNC:.status.sync.status,HEALTH:.status.health.status${own}`,
    expect: `every line to end with "Synced" and "Healthy"${onArgoCD(clusters)}`,
  };
}

/** `kubectl wait` prints this. */
export const modelsMet = '"condition met" for each model';

export function modelsReady(clusters: readonly ClusterEntry[], tenants: readonly TenantEntry[]): Verification {
  return {
    command: `${kubectlForClusters(clusters)} wait models --all --for condition=Ready --timeout 15m ${namespacesOf(tenants)}`,
    expect: `${modelsMet}${onClusters(clusters)}`,
  };
}

export function verifyNoneLeft(
  clusters: readonly ClusterEntry[],
  tenants: readonly TenantEntry[],
  kinds: string,
): Verification {
  return nothingFound(clusters, `get ${kinds} ${namespacesOf(tenants)}`);
}

/** A command of kubectl on the clusters that finds no object. */
export function nothingFound(clusters: readonly ClusterEntry[], query: string): Verification {
  return { command: `${kubectlForClusters(clusters)} ${query}`, expect: `"No resources found"${onClusters(clusters)}` };
}

function namespacesOf(tenants: readonly TenantEntry[]): string {
  const names = [...new Set(tenants.map(({ name }) => name))];
  return names.length === 1 ? `--namespace ${names[0]}` : "--all-namespaces";
}
