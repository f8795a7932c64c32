import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ClusterEntry, findingAt, type Inventory, type PlatformEntry } from "../inventory.ts";

/** Words that mean something else in composed names, or namespaces that come with Kubernetes and Argo CD. */
const reserved: ReadonlySet<string> = new Set(["default", "argocd", "platform", "roots"]);

/** A tenant is a namespace of its own: never one of Kubernetes', of the platform's, or of a service's. */
export function* nameReferences({ platform, clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters) {
    const owners = ownersOf(platform, cluster);
    for (const { name, at } of cluster.tenants) {
      const owner = reserved.has(name) || name.startsWith("kube-") ? "is reserved" : owners.get(name);
      if (owner === undefined) continue;
      yield findingAt(
        { source: at().source, path: ["metadata", "name"] },
        "input/reserved-name",
        `${name} ${owner}`,
        "Choose a name of the team's own, and rename the file with it.",
      );
    }
  }
}

/** What each namespace is that somebody else has; of several owners the last one here is named. */
function ownersOf({ spec }: PlatformEntry, cluster: ClusterEntry): ReadonlyMap<string, string> {
  const { argoCD, network, prometheus } = cluster.spec;
  const clusters = `is a namespace of ${cluster.name} itself`;
  return new Map([
    [prometheus.namespace, clusters],
    [network.dns.namespace, clusters],
    [argoCD.namespace, "is Argo CD's namespace"],
    [spec.seldon.namespace, "is Seldon's namespace"],
    ...Object.entries(spec.services).map(
      ([name, { namespace }]) => [namespace, `is the namespace of the platform's service ${name}`] as const,
    ),
    ...Object.keys(spec.namespaces).map((name) => [name, "is a namespace of the platform"] as const),
  ]);
}
