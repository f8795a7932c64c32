import { projectKind } from "../../models/kinds.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { kindOf } from "../manifests/manifest.ts";
import { listAt, textAt, textsAt } from "../manifests/reading.ts";
import type { Authority, Grant } from "./authority.ts";
import { type Escalation, escalationsOf } from "./escalations.ts";
import { identityOf, isAmong, type Subject } from "./subject.ts";

/** Everything that one subject may do, through its own bindings and those of its groups. */
export interface EffectiveAccess {
  readonly subject: Subject;
  readonly grants: readonly Grant[];
  readonly escalations: readonly Escalation[];
  readonly argoCD: readonly ArgoCDRole[];
}

/** A role of an AppProject. Argo CD authorizes its own users without Kubernetes. */
export interface ArgoCDRole {
  readonly group: string;
  readonly project: string;
  readonly allowed: readonly string[];
  /** The tenant that the project belongs to. */
  readonly tenant: string | undefined;
}

export function argoCDRolesOf(objects: readonly KubernetesObject[], tenant: string | undefined): readonly ArgoCDRole[] {
  return objects
    .filter((object) => kindOf(object) === projectKind)
    .flatMap((project) =>
      listAt(project, "spec", "roles").flatMap((role) => {
        const allowed = textsAt(role, "policies").flatMap((policy) => {
          const [kind, , resource = "", action = "", , effect] = policy.split(",").map((part) => part.trim());
          return kind === "p" && effect === "allow" ? [`${action} ${resource}`] : [];
        });
        const name = textAt(project, "metadata", "name") ?? "";
        return textsAt(role, "groups").map((group) => ({ group, project: name, allowed, tenant }));
      }),
    );
}

/**
 * @param namespace Limits the result to this namespace, except for the ServiceAccounts of the namespace: they may have rights
 * elsewhere. If undefined, the result covers all namespaces.
 */
export function effectiveAccess(
  subject: Subject,
  authority: Authority,
  argoCD: readonly ArgoCDRole[],
  namespace: string | undefined,
): EffectiveAccess {
  const identity = identityOf(subject);
  const grants = authority
    .grantsOf(identity)
    .filter(
      (grant) => grant.namespace === undefined || [undefined, grant.namespace, subject.namespace].includes(namespace),
    );
  return {
    subject,
    grants,
    escalations: escalationsOf(grants),
    argoCD: argoCD.filter(
      ({ group, tenant }) =>
        (namespace === undefined || tenant === undefined || tenant === namespace) &&
        isAmong({ kind: "Group", name: group, namespace: undefined }, identity),
    ),
  };
}
