import { managedBy, managedByLabel } from "../models/marks.ts";
import { celList } from "./policy.ts";

/**
 * CEL: whether a request does not come from the platform. The platform is Kubernetes' own components, accounts of namespaces
 * that do not belong to tenants (Argo CD's and other controllers), an operator in its tenant's namespace, and the users and
 * groups that the files name.
 */
export const isNotPlatformTeam = `!(
  request.userInfo.username.startsWith("system:serviceaccount:") ?
    !(request.userInfo.username.split(":")[2] in ${celList("tenants")} || request.userInfo.username.split(":")[2] == request.namespace)
    || (params.data.operator != "" && request.userInfo.username == "system:serviceaccount:" + request.namespace + ":" + params.data.operator) :
  (request.userInfo.username.startsWith("system:") && request.userInfo.username != "system:anonymous")
  || request.userInfo.username in ${celList("users")}
  || request.userInfo.?groups.orValue([]).exists(group, group == "system:masters" || group in ${celList("administrators")})
)`;

/** CEL: whether an object has the label of objects from git. */
export function isManaged(object: "object" | "oldObject"): string {
  return `(${object} != null && dyn(${object}).metadata.?labels[?"${managedByLabel}"].orValue("") == "${managedBy[managedByLabel]}")`;
}
