import { kindName } from "../models/kinds.ts";
import { type Pattern, type PatternPart, patternParts, serverConfigPlace } from "../patterns/pattern.ts";

export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** What an Application may hold: kinds that git declares there, and kinds that controllers make of those. */
export interface AllowedKinds {
  readonly declared: readonly GroupKind[];
  /**
   * Not rendered now (the gate sees to that), but Argo CD hides from an Application's tree every child whose kind its
   * project forbids, and never deletes what its project forbids.
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

const networkPolicyKind: GroupKind = { group: "networking.k8s.io", kind: "NetworkPolicy" };

/** Kinds that Seldon's chart seldon-core-v2-setup makes (2.9.1), and what follows from its Deployment. */
export const operatorKinds: { readonly namespaced: AllowedKinds; readonly clusterScoped: readonly GroupKind[] } = {
  namespaced: {
    declared: [
      ...pick(core, "ConfigMap", "ServiceAccount"),
      ...rbac,
      ...pick(apps, "Deployment"),
      ...of("mlops.seldon.io", "SeldonConfig", "ServerConfig"),
    ],
    children: [...pick(core, "Pod"), ...pick(apps, "ReplicaSet")],
  },
  clusterScoped: of("rbac.authorization.k8s.io", "ClusterRole", "ClusterRoleBinding"),
};

export const definitionKind: GroupKind = { group: "apiextensions.k8s.io", kind: "CustomResourceDefinition" };

/** What the API server asks before it stores an object. */
export const policyKinds: readonly GroupKind[] = of(
  "admissionregistration.k8s.io",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
);

/** What the operator makes of a SeldonRuntime. */
const runtimeChildren: readonly GroupKind[] = [
  ...pick(core, "ConfigMap", "PersistentVolumeClaim", "Pod", "Service", "Endpoints"),
  ...apps,
  ...discovery,
];

/** Kinds of the platform's own objects in Seldon's namespace. */
export const seldonTenantKinds: AllowedKinds = {
  declared: [
    networkPolicyKind,
    ...of("cilium.io", "CiliumNetworkPolicy"),
    ...of("external-secrets.io", "ExternalSecret"),
    ...of("monitoring.coreos.com", "PodMonitor"),
    ...of("mlops.seldon.io", "SeldonRuntime"),
  ],
  children: [...pick(core, "Secret", "ServiceAccount"), ...rbac, ...runtimeChildren],
};

/**
 * Kinds of one of a tenant's Applications, all in the one namespace that its project reaches. What only some patterns
 * render the project allows on every pattern: Argo CD deletes nothing that a project does not allow, and when a cluster
 * moves to another pattern, what goes would stay for ever (3.2.11, seen live).
 */
export function tenantKinds(part: PatternPart, pattern: Pattern): AllowedKinds {
  switch (part) {
    case "namespace":
      return { declared: [], children: [] };
    case "guardrails": {
      const ofRuntime = of("mlops.seldon.io", "SeldonRuntime");
      const standIns = pick(core, "ConfigMap", "Service");
      return {
        declared: [
          ...pick(core, "LimitRange", "ResourceQuota", "Secret", "ServiceAccount"),
          ...rbac,
          networkPolicyKind,
          ...of("cilium.io", "CiliumNetworkPolicy"),
          ...of("external-secrets.io", "ExternalSecret"),
          ...(pattern.runtime === "shared" ? standIns : ofRuntime),
        ],
        children: [...runtimeChildren, ...ofRuntime],
      };
    }
    case "serverconfigs":
      return { declared: of("mlops.seldon.io", "ServerConfig"), children: [] };
    case "aliases":
      return { declared: pick(core, "Service"), children: [] };
    case "operator":
      return { declared: [], children: [...operatorKinds.namespaced.declared, ...operatorKinds.namespaced.children] };
    case "workloads": {
      const configs = of("mlops.seldon.io", "ServerConfig");
      return {
        declared: [
          ...pick(core, "ConfigMap", "PersistentVolumeClaim"),
          ...(serverConfigPlace(pattern, "", "", "").part === "workloads" ? configs : []),
          ...of("mlops.seldon.io", "Server", "Model", "Pipeline", "Experiment"),
          ...of("monitoring.coreos.com", "AlertmanagerConfig", "PodMonitor", "PrometheusRule"),
          ...of("policy", "PodDisruptionBudget"),
        ],
        children: [
          ...configs,
          ...pick(core, "Pod", "Service", "Endpoints"),
          ...pick(apps, "ControllerRevision", "StatefulSet"),
          ...discovery,
        ],
      };
    }
  }
}

/** Kinds that a part of a tenant applies, as `<group>/<Kind>`; of an operator what its chart does. */
export function partKinds(part: string, pattern: Pattern): readonly string[] {
  const known = patternParts.find((patternPart) => patternPart === part);
  if (known === undefined) return [];
  const { declared } = known === "operator" ? operatorKinds.namespaced : tenantKinds(known, pattern);
  return declared.map(kindName);
}

/** The one cluster-scoped kind that a tenant has, by the tenant's own name. */
export const namespaceKind: GroupKind = { group: "", kind: "Namespace" };

export const applicationKinds: readonly GroupKind[] = of("argoproj.io", "AppProject", "Application");

function of(group: string, ...kinds: readonly string[]): readonly GroupKind[] {
  return kinds.map((kind) => ({ group, kind }));
}

/** Each kind once. */
export function distinctKinds<T extends GroupKind>(kinds: readonly T[]): readonly GroupKind[] {
  return [...new Map(kinds.map(({ group, kind }) => [`${group}/${kind}`, { group, kind }])).values()];
}

function pick(from: readonly GroupKind[], ...kinds: readonly string[]): readonly GroupKind[] {
  return from.filter(({ kind }) => kinds.includes(kind));
}
