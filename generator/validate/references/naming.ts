import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { findingAt, type Inventory } from "../inventory.ts";

/** Words that mean something else in composed names, or namespaces that come with Kubernetes and Argo CD. */
const reserved: ReadonlySet<string> = new Set(["default", "argocd", "platform", "roots"]);

/** A tenant is a namespace of its own: never one of Kubernetes', of the platform's, or of a service's. */
export function* naming({ platform, clusters }: Inventory): Iterable<Diagnostic> {
  const services = new Map(Object.entries(platform.spec.services).map(([name, service]) => [service.namespace, name]));
  for (const cluster of clusters) {
    for (const tenant of cluster.tenants) {
      const owner =
        reserved.has(tenant.name) || tenant.name.startsWith("kube-")
          ? "is reserved"
          : tenant.name in platform.spec.namespaces
            ? "is a namespace of the platform"
            : services.has(tenant.name)
              ? `is the namespace of the platform's service ${services.get(tenant.name)}`
              : tenant.name === platform.spec.seldon.namespace
                ? "is Seldon's namespace"
                : tenant.name === cluster.spec.argoCD.namespace
                  ? "is Argo CD's namespace"
                  : tenant.name === cluster.spec.network.dns.namespace ||
                      tenant.name === cluster.spec.prometheus.namespace
                    ? `is a namespace of ${cluster.name} itself`
                    : undefined;
      if (owner === undefined) continue;
      const { source } = tenant.at();
      yield findingAt(
        { source, path: ["metadata", "name"] },
        "input/reserved-name",
        `${tenant.name} ${owner}`,
        "Choose a name of the team's own, and rename the file with it.",
      );
    }
  }
}
