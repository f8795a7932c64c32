/**
 * Resources by API group, for groups of Kubernetes and Seldon, whose resources are all known (Kubernetes 1.34, Seldon Core
 * 2.9.1). Users and groups are listed because a rule can allow impersonating them. They cannot be read.
 */
const resources: Readonly<Record<string, string>> = {
  "":
    "bindings componentstatuses configmaps endpoints events limitranges namespaces nodes persistentvolumeclaims " +
    "persistentvolumes pods podtemplates replicationcontrollers resourcequotas secrets serviceaccounts services users groups",
  apps: "controllerrevisions daemonsets deployments replicasets statefulsets",
  autoscaling: "horizontalpodautoscalers",
  batch: "cronjobs jobs",
  "coordination.k8s.io": "leasecandidates leases",
  "discovery.k8s.io": "endpointslices",
  "mlops.seldon.io": "experiments models pipelines seldonconfigs seldonruntimes serverconfigs servers",
  "networking.k8s.io": "ingressclasses ingresses ipaddresses networkpolicies servicecidrs",
  policy: "poddisruptionbudgets podsecuritypolicies",
  "rbac.authorization.k8s.io": "clusterrolebindings clusterroles rolebindings roles",
};

/** Cluster-scoped resources. Namespaces are left out, because a Role can grant access to its own namespace. */
export const clusterScoped: ReadonlySet<string> = new Set(
  (
    "clusterrolebindings clusterroles componentstatuses groups ingressclasses ipaddresses nodes persistentvolumes " +
    "podsecuritypolicies servicecidrs users"
  ).split(" "),
);

const known: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(resources).map(([group, names]) => [group, names.split(" ")]),
);

export const knownGroups: ReadonlySet<string> = new Set(known.keys());

export function resourcesOf(group: string): readonly string[] {
  return known.get(group) ?? [];
}

/** The groups that have a resource of this name. */
export function groupsOf(resource: string): readonly string[] {
  return [...known].flatMap(([group, names]) => (names.includes(resource) ? [group] : []));
}
