import { isRemote } from "../layout/argo-cd.ts";
import type { ClusterEntry, TenantEntry } from "../validate/inventory.ts";
import type { Verification } from "./commit-step.ts";

export function applicationsHealthy(clusters: readonly ClusterEntry[]): Verification {
  const namespace = clusters[0]?.spec.argoCD.namespace ?? "argocd";
  // The namespace of a hub also contains the Applications of other clusters.
  const own = clusters.some(({ spec }) => spec.argoCD.hub !== undefined)
    ? ` | grep --extended-regexp '^(${clusters.map(({ name }) => name).join("|")})[.]'`
    : "";
  return {
    command: `kubectl get applications --namespace ${namespace} --output custom-columns=NAME:.metadata.name,SYNC:.status.sync.status,HEALTH:.status.health.status${own}`,
    expect: `every line to end with "Synced" and "Healthy"${clusters.some(isRemote) ? ", on the cluster that runs Argo CD" : ""}`,
  };
}

/** `kubectl wait` prints this. */
export const modelsMet = '"condition met" for each model';

export function modelsReady(tenants: readonly TenantEntry[]): Verification {
  return {
    command: `kubectl wait models --all --for condition=Ready --timeout 15m ${namespacesOf(tenants)}`,
    expect: modelsMet,
  };
}

export function verifyNoneLeft(tenants: readonly TenantEntry[], kinds: string): Verification {
  return { command: `kubectl get ${kinds} ${namespacesOf(tenants)}`, expect: '"No resources found"' };
}

function namespacesOf(tenants: readonly TenantEntry[]): string {
  const names = [...new Set(tenants.map(({ name }) => name))];
  return names.length === 1 ? `--namespace ${names[0]}` : "--all-namespaces";
}
