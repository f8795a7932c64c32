import { Namespace } from "kubernetes-models/v1/Namespace";
import type { ClusterEntry, PlatformEntry } from "../validate/inventory.ts";
import { type Generated, sortedEntries } from "./scope.ts";

/** What is nobody's but the platform's on one cluster: its namespaces, which everything else lies in. */
export function generatePlatform(platform: PlatformEntry, cluster: ClusterEntry): readonly Generated[] {
  return sortedEntries(platform.spec.namespaces).map(([name, { labels }]) => ({
    object: new Namespace({
      metadata: {
        name,
        labels: {
          ...labels,
          "app.kubernetes.io/managed-by": "tenantry",
          "tenantry.dev/environment": cluster.spec.environment,
        },
        annotations: { "argocd.argoproj.io/sync-options": "Prune=false,Delete=false" },
      },
    }),
    origin: platform.at("namespaces", name),
  }));
}
