import type { Part } from "../patterns/pattern.ts";

export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** What an Application may hold: kinds that git declares there, and kinds that controllers make of those. */
export interface AllowedKinds {
  readonly declared: readonly GroupKind[];
  /**
   * Never rendered (the gate sees to that), but Argo CD hides from an Application's tree every child whose kind its
   * project forbids.
   */
  readonly children: readonly GroupKind[];
}

const core = of(
  "",
  "ConfigMap",
  "LimitRange",
  "PersistentVolumeClaim",
  "Pod",
  "ResourceQuota",
  "Secret",
  "Service",
  "ServiceAccount",
  "Endpoints",
);
const apps = of("apps", "ControllerRevision", "Deployment", "ReplicaSet", "StatefulSet");
const discovery = of("discovery.k8s.io", "EndpointSlice");
const rbac = of("rbac.authorization.k8s.io", "Role", "RoleBinding");

export const networkPolicyKind: GroupKind = { group: "networking.k8s.io", kind: "NetworkPolicy" };

/** Kinds of each of a tenant's Applications, all in the one namespace that its project reaches. */
export const tenantKinds: Readonly<Record<Part, AllowedKinds>> = {
  guardrails: {
    declared: [
      ...pick(core, "LimitRange", "ResourceQuota", "Secret", "ServiceAccount"),
      ...rbac,
      networkPolicyKind,
      ...of("cilium.io", "CiliumNetworkPolicy"),
      ...of("external-secrets.io", "ExternalSecret"),
      ...of("mlops.seldon.io", "SeldonRuntime"),
    ],
    children: [
      ...pick(core, "ConfigMap", "PersistentVolumeClaim", "Pod", "Service", "Endpoints"),
      ...apps,
      ...discovery,
    ],
  },
  serverconfigs: { declared: of("mlops.seldon.io", "ServerConfig"), children: [] },
  workloads: {
    declared: [
      ...pick(core, "ConfigMap", "PersistentVolumeClaim"),
      ...of("mlops.seldon.io", "Server", "Model", "Pipeline", "Experiment"),
      ...of("monitoring.coreos.com", "AlertmanagerConfig", "PodMonitor", "PrometheusRule"),
      ...of("policy", "PodDisruptionBudget"),
    ],
    children: [
      ...pick(core, "Pod", "Service", "Endpoints"),
      ...pick(apps, "ControllerRevision", "StatefulSet"),
      ...discovery,
    ],
  },
};

/** The one cluster-scoped kind that a tenant's guardrails hold, by the tenant's own name. */
export const namespaceKind: GroupKind = { group: "", kind: "Namespace" };

export const applicationKinds: readonly GroupKind[] = of("argoproj.io", "AppProject", "Application");

function of(group: string, ...kinds: readonly string[]): readonly GroupKind[] {
  return kinds.map((kind) => ({ group, kind }));
}

function pick(from: readonly GroupKind[], ...kinds: readonly string[]): readonly GroupKind[] {
  return from.filter(({ kind }) => kinds.includes(kind));
}
