import { defined } from "../../models/defined.ts";
import { applicationKind, runtimeKind } from "../../models/kinds.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { valueAt } from "../../validate/merge.ts";
import { kindOf } from "../manifests/manifest.ts";
import { listAt, textAt } from "../manifests/reading.ts";
import { rbacGroup } from "./authority.ts";

/**
 * Accounts, Roles and bindings that stand in no folder, because Seldon makes them (2.9.1): the operator for each
 * SeldonRuntime, and the chart of the operator for itself.
 */
export function seldonMade(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  return objects.flatMap((one) => {
    switch (kindOf(one)) {
      case runtimeKind:
        return runtimeAccess(textAt(one, "metadata", "namespace") ?? "");
      case applicationKind:
        return textAt(one, "spec", "source", "chart") === "seldon-core-v2-setup" ? operatorAccess(one) : [];
      default:
        return [];
    }
  });
}

/** Accounts that the operator makes beside a SeldonRuntime. */
export const runtimeAccounts = ["seldon-server", "seldon-scheduler", "hodometer"] as const;

/** And the Roles that they are bound to. */
export const runtimeRoles: readonly string[] = ["agent-role", "seldon-scheduler-role", "hodometer-role"];

export const operatorAccount = "seldon-v2-controller-manager";

function runtimeAccess(namespace: string): readonly KubernetesObject[] {
  const grant = (account: (typeof runtimeAccounts)[number], role: string, resources: readonly string[]) => [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: account, namespace } },
    roleIn(namespace, `${role}-role`, [rule(read, [""], resources)]),
    bindingIn(namespace, `${role}-rolebinding`, `${role}-role`, account),
  ];
  return [
    ...grant("seldon-server", "agent", ["configmaps", "secrets"]),
    ...grant("seldon-scheduler", "seldon-scheduler", ["configmaps", "secrets"]),
    ...grant("hodometer", "hodometer", ["secrets"]),
  ];
}

/** A list of namespaces narrows what the operator looks at; what it may do is the whole cluster all the same. */
function operatorAccess(application: KubernetesObject): readonly KubernetesObject[] {
  const namespace = textAt(application, "spec", "destination", "namespace") ?? "";
  const values = ["spec", "source", "helm", "valuesObject", "controller"];
  const everywhere =
    valueAt(application, [...values, "clusterwide"]) === true ||
    listAt(application, ...values, "watchNamespaces").length > 0;
  const own = [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: operatorAccount, namespace } },
    roleIn(namespace, "seldon-v2-leader-election-role", [
      rule(all, [""], ["configmaps"]),
      rule(all, ["coordination.k8s.io"], ["leases"]),
      rule(["create", "patch"], [""], ["events"]),
    ]),
    bindingIn(namespace, "seldon-v2-leader-election-rolebinding", "seldon-v2-leader-election-role", operatorAccount),
    roleIn(namespace, "seldon-v2-manager-tls-role", [rule(read, [""], ["secrets"])]),
    bindingIn(namespace, "seldon-v2-manager-tls-rolebinding", "seldon-v2-manager-tls-role", operatorAccount),
  ];
  const name = "seldon-v2-manager-role";
  if (!everywhere)
    return [
      ...own,
      roleIn(namespace, name, operatorRules),
      bindingIn(namespace, "seldon-v2-manager-rolebinding", name, operatorAccount),
    ];
  return [
    ...own,
    { apiVersion: `${rbacGroup}/v1`, kind: "ClusterRole", metadata: { name }, ...{ rules: operatorRules } },
    {
      ...bindingIn(undefined, `seldon-v2-manager-rolebinding-${namespace}`, name, operatorAccount),
      ...{ subjects: [{ kind: "ServiceAccount", name: operatorAccount, namespace }] },
    },
  ];
}

const read = ["get", "list", "watch"];
const all = [...read, "create", "update", "patch", "delete"];
const seldonKinds = [
  "experiments",
  "models",
  "pipelines",
  "seldonconfigs",
  "seldonruntimes",
  "serverconfigs",
  "servers",
];

/** What the chart gives its operator. It also names a group v1, which there is not. */
const operatorRules = [
  rule(all, [""], ["configmaps", "secrets", "serviceaccounts", "services"]),
  rule(["create", "patch"], [""], ["events"]),
  rule(all, ["apps"], ["deployments", "statefulsets"]),
  rule(["get"], ["apps"], ["deployments/status", "statefulsets/status"]),
  rule(all, ["mlops.seldon.io"], seldonKinds),
  rule(
    ["update"],
    ["mlops.seldon.io"],
    seldonKinds.map((kind) => `${kind}/finalizers`),
  ),
  rule(
    ["get", "patch", "update"],
    ["mlops.seldon.io"],
    seldonKinds.map((kind) => `${kind}/status`),
  ),
  rule(all, [rbacGroup], ["rolebindings", "roles"]),
];

function rule(verbs: readonly string[], apiGroups: readonly string[], resources: readonly string[]): object {
  return { verbs, apiGroups, resources };
}

function roleIn(namespace: string, name: string, rules: readonly object[]): KubernetesObject {
  return { apiVersion: `${rbacGroup}/v1`, kind: "Role", metadata: { name, namespace }, ...{ rules } };
}

function bindingIn(namespace: string | undefined, name: string, role: string, account: string): KubernetesObject {
  const kind = namespace === undefined ? "ClusterRole" : "Role";
  return {
    apiVersion: `${rbacGroup}/v1`,
    kind: `${kind}Binding`,
    metadata: { name, ...defined({ namespace }) },
    ...{
      roleRef: { apiGroup: rbacGroup, kind, name: role },
      subjects: [{ kind: "ServiceAccount", name: account, ...defined({ namespace }) }],
    },
  };
}
