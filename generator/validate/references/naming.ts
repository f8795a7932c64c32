import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../inventory.ts";

/** Words with another meaning in composed names, and the usual namespace of Argo CD. */
const reserved: ReadonlySet<string> = new Set(["argocd", "platform", "roots"]);

/** A tenant has a separate namespace: never one of Kubernetes, of the platform or of a service. */
export function* nameReferences({ clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters) {
    const owners = ownersOf(cluster);
    for (const { name, at } of cluster.tenants) {
      const owner =
        reserved.has(name) || isOfKubernetes(name) ? "is reserved" : (owners.get(name) ?? usersOf(cluster, name));
      if (owner === undefined) continue;
      yield findingAt(
        { source: at().source, path: ["metadata", "name"] },
        "input/reserved-name",
        codes["input/reserved-name"].messages.reservedName("name", name, owner),
        hintFor(cluster, name),
      );
    }
  }
}

/** Either the tenant or the add-on that claims the namespace can change its name. */
function hintFor({ addons }: ClusterEntry, tenant: string): string {
  const rename = "Choose a name that only this team uses, and rename the file to match the new name.";
  const owner = addons.find(({ spec }) => Object.hasOwn(spec.namespaces, tenant));
  return owner === undefined
    ? rename
    : `${rename} Or have the platform team remove the namespace from add-on ${owner.name}.`;
}

/** Argo CD has a separate namespace: never one of Kubernetes, of Seldon or of the platform. */
export function* argoCDNamespaces({ clusters, platform }: Inventory): Iterable<Diagnostic> {
  for (const { name, spec, platform: onCluster, at } of clusters) {
    const { hub, namespace } = spec.argoCD;
    const meaning = isOfKubernetes(namespace)
      ? "is reserved"
      : namespace === onCluster.spec.seldon.namespace
        ? `is Seldon's namespace on cluster ${name}`
        : Object.hasOwn(onCluster.spec.namespaces, namespace)
          ? `is a namespace of the platform on cluster ${name}`
          : undefined;
    if (meaning === undefined) continue;
    yield findingAt(
      hub === undefined ? at("argoCD", "namespace") : platform.at("hubs", hub, "namespace"),
      "input/reserved-name",
      codes["input/reserved-name"].messages.reservedName("namespace of Argo CD", namespace, meaning),
      "Use a namespace that contains only Argo CD, for example argocd.",
    );
  }
}

/** Commands and overrides name clusters and groups alike, so a group must not have the name of another cluster. */
export function* groupNames({ clusters }: Inventory): Iterable<Diagnostic> {
  const names = new Set<string>(clusters.map(({ name }) => name));
  for (const cluster of clusters)
    for (const [index, group] of cluster.spec.groups.entries())
      if (names.has(group) && group !== cluster.name)
        yield findingAt(
          cluster.at("groups", index),
          "reference/ambiguous",
          codes["reference/ambiguous"].messages.groupLikeCluster(group),
          "Rename the group.",
        );
}

function isOfKubernetes(namespace: string): boolean {
  return namespace === "default" || namespace.startsWith("kube-");
}

/**
 * Seldon's consumer groups begin with the namespace and `-seldon-` (2.9.1), and a tenant's user of Kafka may use all groups with
 * its prefix. With the name `<other>-seldon` or `<other>-seldon-x`, the tenant's groups would have the prefix of another's.
 */
function usersOf({ name: cluster, platform }: ClusterEntry, name: string): string | undefined {
  const other = /^(.+?)-seldon(-|$)/.exec(name)?.[1];
  const { tls } = platform.spec.seldon.kafka ?? {};
  // With a login, all tenants have the same user.
  return other === undefined || tls === undefined || tls.login !== undefined
    ? undefined
    : `contains -seldon, so the user of Kafka of a tenant ${other} may also use this tenant's consumer groups on ${cluster}`;
}

/** Whether an add-on has an Application whose objects are all cluster-scoped. */
function hasClusterWideApplication({ spec }: AddonEntry): boolean {
  return Object.values(spec.applications).some(({ namespace }) => namespace === undefined);
}

/** The owner of each namespace that is not a tenant's, as the end of a sentence. If there are several, the last one is used. */
export function ownersOf(cluster: ClusterEntry): ReadonlyMap<string, string> {
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
    // Argo CD needs a destination for cluster-scoped objects too: the namespace with the add-on's name.
    ...cluster.addons
      .filter(hasClusterWideApplication)
      .map(({ name }) => [name, `is a namespace that the project of add-on ${name} allows`] as const),
    ...Object.keys(spec.namespaces).map((name) => [name, "is a namespace of the platform"] as const),
    ...cluster.addons.flatMap((addon) =>
      Object.keys(addon.spec.namespaces).map((name) => [name, `is a namespace of add-on ${addon.name}`] as const),
    ),
  ]);
}
