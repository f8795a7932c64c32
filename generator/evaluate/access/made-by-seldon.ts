import { defined } from "../../models/defined.ts";
import { applicationKind, runtimeKind } from "../../models/kinds.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import type { SeldonFacts } from "../../models/seldon/facts.ts";
import { valueAt } from "../../validate/merge.ts";
import { kindOf } from "../manifests/manifest.ts";
import { listAt, textAt } from "../manifests/reading.ts";
import { rbacGroup } from "./authority.ts";

/**
 * Service accounts, roles and bindings that are in no folder, because Seldon creates them: the operator for each
 * SeldonRuntime, and the operator's chart for the operator.
 */
export function accessCreatedBySeldon(
  seldon: SeldonFacts,
  objects: readonly KubernetesObject[],
): readonly KubernetesObject[] {
  return objects.flatMap((object) => {
    switch (kindOf(object)) {
      case runtimeKind:
        return runtimeAccess(seldon, textAt(object, "metadata", "namespace") ?? "");
      case applicationKind:
        return textAt(object, "spec", "source", "chart") === "seldon-core-v2-setup"
          ? operatorAccess(seldon, object)
          : [];
      default:
        return [];
    }
  });
}

function runtimeAccess({ access }: SeldonFacts, namespace: string): readonly KubernetesObject[] {
  return access.runtime.flatMap(({ account, name, reads }) => [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: account, namespace } },
    roleIn(namespace, `${name}-role`, [{ verbs: ["get", "list", "watch"], apiGroups: [""], resources: reads }]),
    bindingIn(namespace, `${name}-rolebinding`, `${name}-role`, account),
  ]);
}

/** A list of namespaces limits what the operator watches. Its permissions still cover the whole cluster. */
function operatorAccess({ access }: SeldonFacts, application: KubernetesObject): readonly KubernetesObject[] {
  const namespace = textAt(application, "spec", "destination", "namespace") ?? "";
  const values = ["spec", "source", "helm", "valuesObject", "controller"];
  const everywhere =
    valueAt(application, [...values, "clusterwide"]) === true ||
    listAt(application, ...values, "watchNamespaces").length > 0;
  const { account, own, watched } = access.operator;
  const inNamespace = [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: account, namespace } },
    ...(everywhere ? own : [...own, watched]).flatMap(({ name, rules }) => [
      roleIn(namespace, `${name}-role`, rules),
      bindingIn(namespace, `${name}-rolebinding`, `${name}-role`, account),
    ]),
  ];
  if (!everywhere) return inNamespace;
  const name = `${watched.name}-role`;
  return [
    ...inNamespace,
    { apiVersion: `${rbacGroup}/v1`, kind: "ClusterRole", metadata: { name }, ...{ rules: watched.rules } },
    {
      ...bindingIn(undefined, `${watched.name}-rolebinding-${namespace}`, name, account),
      ...{ subjects: [{ kind: "ServiceAccount", name: account, namespace }] },
    },
  ];
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
