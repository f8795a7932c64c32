import type { RoleRule } from "./policy-rule.ts";

const read = ["get", "list", "watch"];
const write = ["create", "delete", "deletecollection", "patch", "update"];

/**
 * ClusterRoles that every cluster has and that users bind (Kubernetes 1.34). As the controller manager does, this code fills
 * `admin`, `edit` and `view` from the ClusterRoles with their aggregation label: `edit` includes `view`, `admin` includes `edit`.
 */
export const builtInRoles: ReadonlyMap<string, BuiltInRole> = new Map(
  Object.entries({
    "cluster-admin": {
      rules: [allow(["*"], ["*"], ["*"]), { ...allow(["*"], [], []), nonResourceURLs: ["*"] }],
      aggregates: undefined,
    },
    admin: { rules: [], aggregates: "admin" },
    edit: { rules: [], aggregates: "edit", partOf: "admin" },
    view: { rules: [], aggregates: "view", partOf: "edit" },
    "system:aggregate-to-admin": { rules: adminRules(), aggregates: undefined, partOf: "admin" },
    "system:aggregate-to-edit": { rules: editRules(), aggregates: undefined, partOf: "edit" },
    "system:aggregate-to-view": { rules: viewRules(), aggregates: undefined, partOf: "view" },
  }),
);

export interface BuiltInRole {
  readonly rules: readonly RoleRule[];
  /** The role whose aggregation label it selects: `admin`, `edit` or `view`. */
  readonly aggregates: string | undefined;
  /** The role that aggregates it. */
  readonly partOf?: string;
}

/** The label that adds a ClusterRole to `admin`, `edit` or `view`. */
export function aggregationLabel(role: string): string {
  return `rbac.authorization.k8s.io/aggregate-to-${role}`;
}

/** Roles that Kubernetes binds to all users, and that expose nothing. */
export const harmlessRoles: readonly string[] = [
  "system:basic-user",
  "system:discovery",
  "system:public-info-viewer",
  "system:service-account-issuer-discovery",
];

function adminRules(): readonly RoleRule[] {
  return [
    allow(["create"], ["authorization.k8s.io"], ["localsubjectaccessreviews"]),
    allow([...read, ...write], ["rbac.authorization.k8s.io"], ["rolebindings", "roles"]),
  ];
}

function editRules(): readonly RoleRule[] {
  const scaled = ["deployments", "replicasets"].flatMap((value) => [value, `${value}/scale`]);
  const intoPods = ["pods/attach", "pods/exec", "pods/portforward", "pods/proxy"];
  return [
    allow(read, [""], [...intoPods, "secrets", "services/proxy"]),
    allow(["impersonate"], [""], ["serviceaccounts"]),
    allow(write, [""], ["pods", ...intoPods]),
    allow(["create"], [""], ["pods/eviction", "serviceaccounts/token"]),
    allow(
      write,
      [""],
      [
        "configmaps",
        "events",
        "persistentvolumeclaims",
        "replicationcontrollers",
        "replicationcontrollers/scale",
        "secrets",
        "serviceaccounts",
        "services",
        "services/proxy",
      ],
    ),
    allow(write, ["apps"], ["daemonsets", "deployments/rollback", ...scaled, "statefulsets", "statefulsets/scale"]),
    allow(write, ["autoscaling"], ["horizontalpodautoscalers"]),
    allow(write, ["batch"], ["cronjobs", "jobs"]),
    allow(
      write,
      ["extensions"],
      ["daemonsets", "deployments/rollback", ...scaled, "ingresses", "networkpolicies", "replicationcontrollers/scale"],
    ),
    allow(write, ["policy"], ["poddisruptionbudgets"]),
    allow(write, ["networking.k8s.io"], ["ingresses", "networkpolicies"]),
    allow([...read, ...write], ["coordination.k8s.io"], ["leases"]),
    allow(write, ["resource.k8s.io"], ["resourceclaims", "resourceclaimtemplates"]),
  ];
}

function viewRules(): readonly RoleRule[] {
  const withStatus = (...names: readonly string[]): readonly string[] =>
    names.flatMap((name) => [name, `${name}/status`]);
  const apps = ["deployments", "replicasets"].flatMap((value) => [value, `${value}/scale`, `${value}/status`]);
  const claims = withStatus("persistentvolumeclaims", "pods", "services", "replicationcontrollers", "resourcequotas");
  const core = [
    "bindings",
    "configmaps",
    "endpoints",
    "events",
    "limitranges",
    "namespaces",
    "namespaces/status",
    "pods/log",
    "replicationcontrollers/scale",
    "serviceaccounts",
  ];
  return [
    allow(read, [""], [...claims, ...core]),
    allow(read, ["discovery.k8s.io"], ["endpointslices"]),
    allow(
      read,
      ["apps"],
      ["controllerrevisions", ...withStatus("daemonsets", "statefulsets"), "statefulsets/scale", ...apps],
    ),
    allow(read, ["autoscaling"], withStatus("horizontalpodautoscalers")),
    allow(read, ["batch"], withStatus("cronjobs", "jobs")),
    allow(
      read,
      ["extensions"],
      [...withStatus("daemonsets", "ingresses"), "networkpolicies", "replicationcontrollers/scale", ...apps],
    ),
    allow(read, ["policy"], withStatus("poddisruptionbudgets")),
    allow(read, ["networking.k8s.io"], [...withStatus("ingresses"), "networkpolicies"]),
    allow(read, ["resource.k8s.io"], [...withStatus("resourceclaims"), "resourceclaimtemplates"]),
  ];
}

function allow(verbs: readonly string[], apiGroups: readonly string[], resources: readonly string[]): RoleRule {
  return { verbs, apiGroups, resources, resourceNames: [], nonResourceURLs: [] };
}
