import { clusterScope } from "../generate/scope.ts";
import { artifactsOf, manualSecretsOf } from "../layout/cluster-needs.ts";
import { countText } from "../text/counted.ts";
import { type ClusterEntry, placementText } from "../validate/inventory.ts";
import type { DesiredState } from "./desired-state.ts";
import type { Statement } from "./statement.ts";

/** The clusters of the inventory after a change that the inventory before it does not contain. */
export function newClusters(before: DesiredState, after: DesiredState): readonly ClusterEntry[] {
  const known = new Set<string>(before.inventory.clusters.map(({ name }) => name));
  return after.inventory.clusters.filter(({ name }) => !known.has(name));
}

/** One statement for each new cluster, instead of the statements that `isImpliedByNewCluster` finds. */
export function newClusterStatements(clusters: readonly ClusterEntry[]): readonly Statement[] {
  return clusters.map((cluster) => ({
    topic: "clusters",
    risk: "high",
    cluster: cluster.name,
    tenant: undefined,
    about: `cluster ${cluster.name}`,
    message: `is new: ${describeTenants(cluster)}. Everything on the cluster is new, so the access, the connections, the labels and the quotas of its tenants are not listed`,
    widens: true,
    headline: `new cluster ${cluster.name}: ${describeTenants(cluster)}`,
  }));
}

/** The number of tenants by what selects the cluster: `8 tenants (by group asia)`, or `8 tenants (6 by group asia, 2 by name)`. */
function describeTenants({ tenants }: ClusterEntry): string {
  if (tenants.length === 0) return "no tenant";
  const reasons = [...Map.groupBy(tenants, ({ placements }) => `by ${placementText(placements)}`)];
  const parts = reasons.map(([reason, own]) => (reasons.length === 1 ? reason : `${own.length} ${reason}`));
  return `${countText(tenants.length, "tenant")} (${parts.join(", ")})`;
}

/** The number of Secrets and artifacts that people create for each new cluster. */
export function newClusterNeeds(clusters: readonly ClusterEntry[]): readonly Statement[] {
  return clusters.flatMap((cluster) => {
    const scope = clusterScope(cluster);
    const secrets = manualSecretsOf(scope).length;
    const artifacts = artifactsOf(scope).reduce((sum, { uris }) => sum + uris.length, 0);
    const needs = [
      ...(secrets === 0 ? [] : [countText(secrets, "Secret")]),
      ...(artifacts === 0 ? [] : [countText(artifacts, "artifact")]),
    ];
    if (needs.length === 0) return [];
    return [
      {
        topic: "secrets" as const,
        risk: "medium" as const,
        cluster: cluster.name,
        tenant: undefined,
        about: `cluster ${cluster.name}`,
        message: `needs ${needs.join(" and ")} that git and the secret stores do not contain: npx --no-install tenantry plan --clean --cluster ${cluster.name} lists them`,
      },
    ];
  });
}

const topicsOfTenants: ReadonlySet<Statement["topic"]> = new Set([
  "access",
  "clusters",
  "labels",
  "nodes",
  "pod security",
  "quota",
  "reach",
]);
/** The access and the connections of the platform itself stay: a component that only this cluster has can grant both. */
const topicsOfPlatform: ReadonlySet<Statement["topic"]> = new Set(["labels", "quota"]);

/** Whether a statement follows from the fact that its cluster is new. */
export function isImpliedByNewCluster(
  { cluster, tenant, topic }: Statement,
  clusters: readonly ClusterEntry[],
): boolean {
  return (
    clusters.some(({ name }) => name === cluster) &&
    (tenant === undefined ? topicsOfPlatform : topicsOfTenants).has(topic)
  );
}
