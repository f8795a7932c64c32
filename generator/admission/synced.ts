import { applicationNameInCEL } from "../layout/names.ts";
import { hostedParts } from "../layout/paths.ts";
import { trackingAnnotation } from "../layout/sync.ts";
import { referenceGrantKind, serverConfigKind } from "../models/kinds.ts";
import { tenantLabel } from "../models/marks.ts";
import { type AdmissionPolicy, celList, writeOperations } from "./policy.ts";

/** CEL: whether the request comes from Argo CD, by the account or user that it has on this cluster. */
export const byArgoCD = `request.userInfo.username in ${celList("syncers")}`;

/** CEL: the name of an object's Application. Argo CD itself sets the tracking annotation and overwrites a value from git. */
export function trackedApplication(object: "object" | "oldObject"): string {
  return `(${object} == null ? "" : dyn(${object}).metadata.?annotations[?"${trackingAnnotation}"].orValue("")).split(":")[0]`;
}

/** CEL: the variables for the parts of the name of an object's Application. */
export const { tenant, ...path } = applicationNameInCEL(trackedApplication("object"));

/** CEL: the kind of a request, `<group>/<Kind>`. */
export const kind = 'request.kind.group == "" ? request.kind.kind : request.kind.group + "/" + request.kind.kind';

/** CEL: whether an update keeps the Application of the object. */
const keepsApplication = `(oldObject == null || ${trackedApplication("oldObject")} == ${trackedApplication("object")})`;

/**
 * Objects that Argo CD applies in a tenant's namespace. The projects must allow more kinds: a kind that controllers create and
 * no project allows would be missing in the resource tree.
 */
export const syncedObjectPolicies: AdmissionPolicy = {
  name: "synced-kinds",
  scope: "Namespaced",
  matches: [{ group: "*", resources: ["*"], operations: writeOperations }],
  conditions: { "argo-cd-writes": byArgoCD },
  variables: {
    ...path,
    tenant,
    kind,
    declared: celList("synced"),
  },
};

/** The kinds that a tenant's Application may apply in Seldon's namespace, if the object belongs to the tenant. */
export const seldonNamespaceKinds: readonly string[] = ["Service", referenceGrantKind, serverConfigKind];

/**
 * Objects of a tenant's Application in Seldon's namespace, also if a project allows more kinds. Controllers do not copy the
 * annotation from objects of tenants to objects in this namespace, so the policy does not need to know the user.
 */
export const seldonKindPolicies: AdmissionPolicy = {
  name: "seldon-kinds",
  scope: "Namespaced",
  within: "seldon",
  parameters: false,
  matches: [{ group: "*", resources: ["*"], operations: writeOperations }],
  // A controller may remove the finalizers of an object that is older than its policy.
  conditions: {
    "it-is-not-being-deleted":
      'request.operation == "CREATE" || !dyn(oldObject).metadata.?deletionTimestamp.hasValue()',
  },
  variables: { path: path.path, tenant, kind },
};

/**
 * Services, ServerConfigs and ReferenceGrants that tenants' Applications apply in Seldon's namespace, which all tenants share.
 */
export const seldonNamespacePolicies: AdmissionPolicy = {
  name: "seldon-namespace",
  scope: "Namespaced",
  within: "seldon",
  matches: [
    { group: "", resources: ["services"], operations: writeOperations },
    { group: "mlops.seldon.io", resources: ["serverconfigs"], operations: writeOperations },
    { group: "gateway.networking.k8s.io", resources: ["referencegrants"], operations: writeOperations },
  ],
  conditions: { "argo-cd-writes": byArgoCD },
  variables: {
    ...path,
    // No tenant has the name platform.
    owner: tenant,
    name: 'dyn(object).metadata.?name.orValue("")',
    alias: `variables.part == "aliases" && dyn(object).?spec.?type.orValue("") == "ExternalName"
&& dyn(object).?spec.?externalName.orValue("") == variables.name + "." + variables.owner + ".svc." + params.data.clusterDomain
&& ${keepsApplication}`,
    prefixed: 'variables.name.startsWith(variables.owner + ".")',
    grant: `variables.part == "edge" && variables.prefixed
&& dyn(object).?spec.?from.orValue([]).all(from, from.?namespace.orValue("") == variables.owner)
&& dyn(object).?spec.?to.orValue([]).all(to, to.?kind.orValue("") == "Service"
  && to.?name.orValue("") + "." + request.namespace + ".svc." + params.data.clusterDomain == params.data.sharedEnvoy)`,
    own: `variables.owner == "platform" || (variables.owner != "" && (request.kind.kind == "Service" ? variables.alias :
  request.kind.kind == "ReferenceGrant" ? variables.grant : variables.part == "serverconfigs" && variables.prefixed))`,
  },
};

/**
 * Objects that Argo CD applies in the namespaces of add-ons: those of the add-ons, and of each tenant what its shares declare.
 * A Role there lets accounts of the tenant's namespace read single Secrets, and nothing else.
 */
export const addonNamespacePolicies: AdmissionPolicy = {
  name: "addon-namespaces",
  scope: "Namespaced",
  within: "addons",
  matches: [{ group: "*", resources: ["*"], operations: writeOperations }],
  conditions: { "argo-cd-writes": byArgoCD },
  variables: {
    ...path,
    owner: tenant,
    kind,
    declared: celList("synced"),
    name: 'dyn(object).metadata.?name.orValue("")',
    // The Applications of add-ons have four parts.
    platforms: 'variables.path.size() > 2 && variables.path[1] == "platform"',
    reads: `dyn(object).?rules.orValue([]).all(rule, rule.?resourceNames.orValue([]).size() > 0
  && rule.?resources.orValue([]) == ["secrets"] && rule.?verbs.orValue([]) == ["get"])`,
    binds: `dyn(object).?roleRef.?kind.orValue("") == "Role" && dyn(object).?roleRef.?name.orValue("").startsWith(variables.owner + ".")
  && dyn(object).?subjects.orValue([]).all(subject, subject.?kind.orValue("") == "ServiceAccount" && subject.?namespace.orValue("") == variables.owner)`,
    grants: `!(variables.kind in ["rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/RoleBinding"])
|| (variables.name.startsWith(variables.owner + ".") && (request.kind.kind == "Role" ? variables.reads : variables.binds))`,
    own: `variables.part in [${hostedParts.map((part) => `"${part}"`).join(", ")}] && (variables.part + " " + variables.kind) in variables.declared
&& dyn(object).metadata.?labels[?"${tenantLabel}"].orValue("") == variables.owner && variables.grants && ${keepsApplication}`,
  },
};
