import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../inventory.ts";

/** Words with another meaning in composed names, and namespaces of Kubernetes and Argo CD. */
const reserved: ReadonlySet<string> = new Set(["default", "argocd", "platform", "roots"]);

/** A tenant has a separate namespace: never one of Kubernetes, of the platform or of a service. */
export function* nameReferences({ clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters) {
    const owners = ownersOf(cluster);
    for (const { name, at } of cluster.tenants) {
      const owner = reserved.has(name) || name.startsWith("kube-") ? "is reserved" : owners.get(name);
      if (owner === undefined) continue;
      yield findingAt(
        { source: at().source, path: ["metadata", "name"] },
        "input/reserved-name",
        codes["input/reserved-name"].messages.reservedName("name", name, owner),
        "Choose a name that only this team uses, and rename the file to match the new name.",
      );
    }
  }
}

/** The owner of each namespace that is not a tenant's, as the end of a sentence. If there are several, the last one is used. */
function ownersOf(cluster: ClusterEntry): ReadonlyMap<string, string> {
  const { argoCD, network, prometheus } = cluster.spec;
  const { spec } = cluster.platform;
  const ofCluster = `is a namespace of cluster ${cluster.name}`;
  return new Map([
    [prometheus.namespace, ofCluster],
    [network.dns.namespace, ofCluster],
    [argoCD.namespace, "is Argo CD's namespace"],
    [spec.seldon.namespace, "is Seldon's namespace"],
    ...Object.entries(spec.services).map(
      ([name, { namespace }]) => [namespace, `is the namespace of the platform's service ${name}`] as const,
    ),
    ...Object.keys(spec.namespaces).map((name) => [name, "is a namespace of the platform"] as const),
  ]);
}
