import { compareStrings } from "../../diagnostics/diagnostic.ts";
import { clusterRoleBindingKind, clusterRoleKind, roleBindingKind, roleKind } from "../../models/kinds.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { type LabelMap, selects } from "../../validate/label-selector.ts";
import { kindOf } from "../manifests/manifest.ts";
import { labelsAt, listAt, mapAt, textAt } from "../manifests/reading.ts";
import { aggregationLabel, builtInRoles } from "./built-in-roles.ts";
import { type AccessRequest, type RoleRule, roleRulesOf, ruleAllows } from "./policy-rule.ts";
import { compareSubjects, isAmong, type RequestIdentity, type Subject, subjectName, subjectOf } from "./subject.ts";

export const rbacGroup = "rbac.authorization.k8s.io";

/** The access that one binding grants to one subject. */
export interface Grant {
  readonly subject: Subject;
  readonly rules: readonly RoleRule[];
  /** The namespace that the grant applies to. Undefined if it applies to every namespace and to cluster-scoped resources. */
  readonly namespace: string | undefined;
  readonly binding: string;
  readonly role: string;
}

/** The access that the roles and bindings among some objects grant, as Kubernetes' RBAC authorizer decides it (1.34). */
export class Authority {
  readonly #grants: readonly Grant[];

  constructor(objects: readonly KubernetesObject[]) {
    const roles = new Roles(objects);
    this.#grants = objects
      .filter((object) => [roleBindingKind, clusterRoleBindingKind].includes(kindOf(object)))
      .flatMap((binding) => grantsBy(binding, roles))
      .sort(compareGrants);
  }

  /** Every subject of a binding. */
  subjects(): readonly Subject[] {
    const distinct = new Map(this.#grants.map(({ subject }) => [`${subject.kind} ${subjectName(subject)}`, subject]));
    return [...distinct.values()].sort(compareSubjects);
  }

  grantsOf(identity: RequestIdentity): readonly Grant[] {
    return this.#grants.filter(({ subject }) => isAmong(subject, identity));
  }

  /** The grants that allow a request. Empty if Kubernetes would deny it. */
  allowing(identity: RequestIdentity, request: AccessRequest): readonly Grant[] {
    const requestNamespace = "path" in request ? undefined : request.namespace;
    return this.grantsOf(identity).filter(
      ({ namespace, rules }) =>
        (namespace === undefined || namespace === requestNamespace) && rules.some((rule) => ruleAllows(rule, request)),
    );
  }
}

function grantsBy(binding: KubernetesObject, roles: Roles): readonly Grant[] {
  const isClusterWide = binding.kind === "ClusterRoleBinding";
  const namespace = isClusterWide ? undefined : (textAt(binding, "metadata", "namespace") ?? "");
  const kind = textAt(binding, "roleRef", "kind");
  const role = textAt(binding, "roleRef", "name") ?? "";
  const rules = kind === "ClusterRole" ? roles.ofCluster(role) : kind === "Role" ? roles.of(namespace, role) : [];
  return listAt(binding, "subjects").flatMap((written) => {
    const subject = subjectOf(written, namespace);
    return subject === undefined
      ? []
      : [{ subject, rules, namespace, binding: textAt(binding, "metadata", "name") ?? "", role }];
  });
}

function compareGrants(left: Grant, right: Grant): number {
  return (
    compareStrings(left.namespace ?? "", right.namespace ?? "") ||
    compareStrings(left.binding, right.binding) ||
    compareSubjects(left.subject, right.subject)
  );
}

interface ClusterRole {
  readonly labels: LabelMap;
  readonly rules: readonly RoleRule[];
  /** Selectors of the ClusterRoles that it aggregates. If they match any, its own rules are overwritten. */
  readonly aggregates: readonly unknown[] | undefined;
}

class Roles {
  readonly #roles = new Map<string, readonly RoleRule[]>();
  readonly #clusterRoles = new Map<string, ClusterRole>();
  readonly #gathered = new Map<string, readonly RoleRule[]>();

  constructor(objects: readonly KubernetesObject[]) {
    for (const [name, { rules, aggregates, partOf }] of builtInRoles)
      this.#clusterRoles.set(name, {
        rules,
        labels: partOf === undefined ? {} : { [aggregationLabel(partOf)]: "true" },
        aggregates:
          aggregates === undefined ? undefined : [{ matchLabels: { [aggregationLabel(aggregates)]: "true" } }],
      });
    for (const object of objects) {
      const name = textAt(object, "metadata", "name") ?? "";
      const rules = roleRulesOf({ ...object });
      if (kindOf(object) === roleKind) this.#roles.set(`${textAt(object, "metadata", "namespace")}/${name}`, rules);
      if (kindOf(object) === clusterRoleKind) this.#clusterRoles.set(name, clusterRoleOf(object, rules));
    }
  }

  of(namespace: string | undefined, name: string): readonly RoleRule[] {
    return this.#roles.get(`${namespace}/${name}`) ?? [];
  }

  ofCluster(name: string): readonly RoleRule[] {
    const cached = this.#gathered.get(name);
    if (cached !== undefined) return cached;
    const role = this.#clusterRoles.get(name);
    if (role === undefined) return [];
    // ClusterRoles that aggregate each other add nothing.
    this.#gathered.set(name, []);
    const gathered = this.#gatheredBy(name, role);
    // The controller overwrites the rules only if it aggregated any. Otherwise the written rules remain.
    const rules = gathered.length > 0 ? gathered : role.rules;
    this.#gathered.set(name, rules);
    return rules;
  }

  #gatheredBy(name: string, { aggregates = [] }: ClusterRole): readonly RoleRule[] {
    return [...this.#clusterRoles]
      .filter(([other, { labels }]) => other !== name && aggregates.some((selector) => selects(selector, labels)))
      .flatMap(([other]) => this.ofCluster(other));
  }
}

function clusterRoleOf(object: KubernetesObject, rules: readonly RoleRule[]): ClusterRole {
  const aggregates = "clusterRoleSelectors" in mapAt(object, "aggregationRule");
  return {
    labels: labelsAt(object, "metadata", "labels"),
    rules,
    aggregates: aggregates ? listAt(object, "aggregationRule", "clusterRoleSelectors") : undefined,
  };
}
