import { applicationNameInCEL } from "../layout/names.ts";
import { trackingAnnotation } from "../layout/sync.ts";
import { type AdmissionPolicy, celList, writeOperations } from "./policy.ts";

/** CEL: whether Argo CD writes, as the account or user that it is on this cluster. */
const byArgoCD = `request.userInfo.username in ${celList("syncers")}`;

/** CEL: the name of an object's Application, cut at its dots. Argo CD itself writes the mark, whatever git says. */
function applicationOf(object: "object" | "oldObject"): string {
  return `(${object} == null ? "" : dyn(${object}).metadata.?annotations[?"${trackingAnnotation}"].orValue("")).split(":")[0]`;
}

const { tenant, ...path } = applicationNameInCEL(applicationOf("object"));

/**
 * What Argo CD applies in a tenant's namespace. Its projects have to allow more: a kind that controllers make and no
 * project allows would be missing in the resource tree.
 */
export const syncedObjectPolicies: AdmissionPolicy = {
  name: "synced-kinds",
  scope: "Namespaced",
  matches: [{ group: "*", resources: ["*"], operations: writeOperations }],
  conditions: { "argo-cd-writes": byArgoCD },
  variables: {
    ...path,
    tenant,
    kind: 'request.kind.group == "" ? request.kind.kind : request.kind.group + "/" + request.kind.kind',
    declared: celList("synced"),
  },
};

/** What tenants' Applications apply in Seldon's namespace, where all their objects lie side by side. */
export const seldonNamespacePolicies: AdmissionPolicy = {
  name: "seldon-namespace",
  scope: "Namespaced",
  within: "seldon",
  matches: [
    { group: "", resources: ["services"], operations: writeOperations },
    { group: "mlops.seldon.io", resources: ["serverconfigs"], operations: writeOperations },
  ],
  conditions: { "argo-cd-writes": byArgoCD },
  variables: {
    ...path,
    // No tenant is called platform.
    owner: tenant,
    name: 'dyn(object).metadata.?name.orValue("")',
    alias: `variables.part == "aliases" && dyn(object).?spec.?type.orValue("") == "ExternalName"
&& dyn(object).?spec.?externalName.orValue("") == variables.name + "." + variables.owner + ".svc." + params.data.clusterDomain
&& (oldObject == null || ${applicationOf("oldObject")} == ${applicationOf("object")})`,
    own: `variables.owner == "platform" || (variables.owner != "" && (request.kind.kind == "Service" ? variables.alias :
  variables.part == "serverconfigs" && variables.name.startsWith(variables.owner + ".")))`,
  },
};
