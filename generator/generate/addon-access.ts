import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { type AccessRule, aggregatingRoles } from "../validate/addons/cluster-access.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { sortedEntries } from "./scope.ts";

const apiVersion = "rbac.authorization.k8s.io/v1";

/**
 * The ClusterRoles and ClusterRoleBindings of an add-on's charts, as its file declares them. Argo CD renders the charts, so
 * these objects are never applied: they show what the add-on may do on the whole cluster.
 */
export function addonAccess({ name: addon, spec }: Pick<AddonEntry, "name" | "spec">): readonly KubernetesObject[] {
  const { accounts, roles } = spec.clusterAccess;
  return [
    ...sortedEntries(accounts).flatMap(([key, rules]) => {
      const [namespace = "", account = ""] = key.split("/");
      const name = `${addon}:${account}`;
      const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name };
      const subjects = [{ kind: "ServiceAccount", name: account, namespace }];
      return [
        clusterRole({ name }, rules),
        { apiVersion, kind: "ClusterRoleBinding", metadata: { name }, ...{ roleRef, subjects } },
      ];
    }),
    ...aggregatingRoles.flatMap((role) => {
      const rules = roles[role];
      const labels = { [`rbac.authorization.k8s.io/aggregate-to-${role}`]: "true" };
      return rules === undefined ? [] : [clusterRole({ name: `${addon}:${role}`, labels }, rules)];
    }),
  ];
}

function clusterRole(
  metadata: NonNullable<KubernetesObject["metadata"]>,
  rules: readonly AccessRule[],
): KubernetesObject {
  return { apiVersion, kind: "ClusterRole", metadata, ...{ rules: rules.map(withoutEmptyLists) } };
}

function withoutEmptyLists(rule: AccessRule): Partial<AccessRule> {
  return Object.fromEntries(Object.entries(rule).filter(([, values]) => values.length > 0));
}
