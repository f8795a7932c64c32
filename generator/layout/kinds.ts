import { giveSecrets } from "../generate/share-recipient.ts";
import { kindName } from "../models/kinds.ts";
import { groupVersion } from "../models/kubernetes-object.ts";
import { type Pattern, type PatternPart, patternParts, serverConfigPlace } from "../patterns/pattern.ts";
import type { ObjectShare } from "../validate/addons/tenant-object.ts";
import type { FurtherKind } from "../validate/further-kinds.ts";
import type { ClusterEntry } from "../validate/inventory.ts";

export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** The kinds that an Application may contain: kinds that git declares, and kinds that controllers create from those. */
export interface AllowedKinds {
  readonly declared: readonly GroupKind[];
  /**
   * Never rendered (the gate enforces that). But Argo CD hides a child whose kind the project forbids, and everything below
   * that child, from the Application's tree, and never deletes an object whose kind the project forbids. ControllerRevision,
   * Endpoints and EndpointSlice are not listed: they have no children, and no user acts on them in Argo CD (decision 41).
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
);
const apps = of("apps", "Deployment", "ReplicaSet", "StatefulSet");
/** Roles and their bindings in a namespace. */
const rbacKinds = of("rbac.authorization.k8s.io", "Role", "RoleBinding");

const budgets = of("policy", "PodDisruptionBudget");

const networkPolicyKind: GroupKind = { group: "networking.k8s.io", kind: "NetworkPolicy" };

/** Kinds that Seldon's chart seldon-core-v2-setup creates (2.9.1), and the children of its Deployment. */
export const operatorKinds: { readonly namespaced: AllowedKinds; readonly clusterScoped: readonly GroupKind[] } = {
  namespaced: {
    declared: [
      ...kindsNamed(core, "ConfigMap", "ServiceAccount"),
      ...rbacKinds,
      ...kindsNamed(apps, "Deployment"),
      ...of("mlops.seldon.io", "SeldonConfig", "ServerConfig"),
    ],
    children: [...kindsNamed(core, "Pod"), ...kindsNamed(apps, "ReplicaSet")],
  },
  clusterScoped: of("rbac.authorization.k8s.io", "ClusterRole", "ClusterRoleBinding"),
};

/** Kinds of the guardrails of an add-on's namespaces. */
export const guardrailKinds: readonly GroupKind[] = [
  ...kindsNamed(core, "LimitRange", "ResourceQuota"),
  networkPolicyKind,
  ...of("cilium.io", "CiliumNetworkPolicy"),
];

/** Kinds of routes in the namespaces of tenants, at all edges: a cluster can move to another edge. */
const routeKinds: readonly GroupKind[] = [
  ...of("gateway.networking.k8s.io", "GRPCRoute", "HTTPRoute"),
  ...of("networking.istio.io", "VirtualService"),
];

/** The kind that validates tokens at a gateway. */
export const tokenKind: GroupKind = { group: "security.istio.io", kind: "RequestAuthentication" };

/** Kinds of a tenant's routes in the namespace of the gateway, at all edges. */
export const edgeKinds: readonly GroupKind[] = [
  ...of("cert-manager.io", "Certificate"),
  ...of("gateway.networking.k8s.io", "Gateway", "ReferenceGrant"),
  ...of("networking.istio.io", "Gateway"),
  ...of("networking.k8s.io", "Ingress"),
  ...of("security.istio.io", "AuthorizationPolicy"),
];

/** Kinds of what tenants or their runtime get in an add-on's namespaces. */
export function shareKinds(templates: readonly ObjectShare[]): readonly GroupKind[] {
  return [
    ...templates.map(({ object }) => ({ group: groupVersion(object.apiVersion).group, kind: object.kind })),
    ...(templates.some(({ secrets }) => secrets.length > 0) ? rbacKinds : []),
  ];
}

/** Kinds that controllers create from the workloads of a chart. */
export const workloadChildren: readonly GroupKind[] = [
  ...kindsNamed(core, "Pod"),
  ...kindsNamed(apps, "ReplicaSet"),
  ...of("batch", "Job"),
];

export const secretKind: GroupKind = { group: "", kind: "Secret" };

/** The kind of an object that fills a Secret from a store. */
export const externalSecretGroupKind: GroupKind = { group: "external-secrets.io", kind: "ExternalSecret" };

/** The kind of a store that belongs to one namespace. */
export const secretStoreKind: GroupKind = { group: "external-secrets.io", kind: "SecretStore" };

export const definitionKind: GroupKind = { group: "apiextensions.k8s.io", kind: "CustomResourceDefinition" };

/** The kinds of admission policies, which the API server evaluates before it stores an object. */
export const policyKinds: readonly GroupKind[] = of(
  "admissionregistration.k8s.io",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
);

/** Kinds that the operator creates for a SeldonRuntime. */
const runtimeChildren: readonly GroupKind[] = [
  ...kindsNamed(core, "ConfigMap", "PersistentVolumeClaim", "Pod", "Service"),
  ...apps,
];

/** Kinds of the platform's own objects in Seldon's namespace. */
export const seldonTenantKinds: AllowedKinds = {
  declared: [
    networkPolicyKind,
    ...of("cilium.io", "CiliumNetworkPolicy"),
    ...of("external-secrets.io", "ExternalSecret"),
    ...of("monitoring.coreos.com", "PodMonitor"),
    ...of("mlops.seldon.io", "SeldonRuntime"),
    ...budgets,
  ],
  children: [...kindsNamed(core, "Secret", "ServiceAccount"), ...rbacKinds, ...runtimeChildren],
};

/**
 * Kinds of one of a tenant's Applications, all in the one namespace of its project. The project allows with every pattern
 * also the kinds that only some patterns render: Argo CD does not delete an object that the project does not allow. When a
 * cluster moves to another pattern, the old objects would remain indefinitely (3.2.11, observed in a cluster).
 * @param further The kinds that the cluster allows in addition, of all parts.
 */
export function tenantKinds(part: PatternPart, pattern: Pattern, further: readonly FurtherKind[]): AllowedKinds {
  const { declared, children } = ownKinds(part, pattern);
  const added = further.filter((kind) => kind.part === part).map(({ group, kind }) => ({ group, kind }));
  return { declared: [...declared, ...added], children };
}

/**
 * The kinds that a cluster allows in addition in its tenants' Applications: those that the platform lists, and the stores from
 * which External Secrets Operator copies the Secrets that add-ons give to tenants.
 */
export function addedKinds({ platform, addons }: ClusterEntry): readonly FurtherKind[] {
  return [
    ...platform.spec.tenantKinds,
    ...(giveSecrets(addons) ? [{ ...secretStoreKind, part: "guardrails" as const }] : []),
  ];
}

/** The same without the kinds that a cluster adds. */
function ownKinds(part: PatternPart, pattern: Pattern): AllowedKinds {
  switch (part) {
    case "namespace":
      return { declared: [], children: [] };
    case "guardrails": {
      const ofRuntime = of("mlops.seldon.io", "SeldonRuntime");
      const ofStubs = kindsNamed(core, "ConfigMap", "Service");
      return {
        declared: [
          ...kindsNamed(core, "LimitRange", "ResourceQuota", "Secret", "ServiceAccount"),
          ...rbacKinds,
          networkPolicyKind,
          ...of("cilium.io", "CiliumNetworkPolicy"),
          ...of("external-secrets.io", "ExternalSecret"),
          ...(pattern.runtime === "shared" ? ofStubs : [...ofRuntime, ...budgets]),
        ],
        children: [...runtimeChildren, ...ofRuntime, ...budgets],
      };
    }
    case "serverconfigs":
      return { declared: of("mlops.seldon.io", "ServerConfig"), children: [] };
    case "aliases":
      return { declared: kindsNamed(core, "Service"), children: [] };
    case "operator":
      return { declared: [], children: [...operatorKinds.namespaced.declared, ...operatorKinds.namespaced.children] };
    case "routes":
      return { declared: routeKinds, children: [] };
    case "workloads": {
      const configs = of("mlops.seldon.io", "ServerConfig");
      return {
        declared: [
          ...kindsNamed(core, "ConfigMap", "PersistentVolumeClaim"),
          ...(serverConfigPlace(pattern, "", "", "").part === "workloads" ? configs : []),
          ...of("mlops.seldon.io", "Server", "Model", "Pipeline", "Experiment"),
          ...of("monitoring.coreos.com", "AlertmanagerConfig", "PodMonitor", "PrometheusRule"),
          ...budgets,
        ],
        children: [...configs, ...kindsNamed(core, "Pod", "Service"), ...kindsNamed(apps, "StatefulSet")],
      };
    }
  }
}

/** Kinds that a part of a tenant applies, as `<group>/<Kind>`. For an operator, the kinds of its chart. */
export function partKinds(part: string, pattern: Pattern, further: readonly FurtherKind[]): readonly string[] {
  const known = patternParts.find((patternPart) => patternPart === part);
  if (known === undefined) return [];
  const { declared } = known === "operator" ? operatorKinds.namespaced : tenantKinds(known, pattern, further);
  return distinctKinds(declared).map(kindName);
}

/** The only cluster-scoped kind of a tenant. The object has the tenant's name. */
export const namespaceKind: GroupKind = { group: "", kind: "Namespace" };

export const applicationKinds: readonly GroupKind[] = of("argoproj.io", "AppProject", "Application");

function of(group: string, ...kinds: readonly string[]): readonly GroupKind[] {
  return kinds.map((kind) => ({ group, kind }));
}

/** Each kind once. */
export function distinctKinds<T extends GroupKind>(kinds: readonly T[]): readonly GroupKind[] {
  return [...new Map(kinds.map(({ group, kind }) => [`${group}/${kind}`, { group, kind }])).values()];
}

function kindsNamed(from: readonly GroupKind[], ...kinds: readonly string[]): readonly GroupKind[] {
  return from.filter(({ kind }) => kinds.includes(kind));
}
