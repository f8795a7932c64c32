import { compareStrings } from "../../diagnostics/diagnostic.ts";
import { memoize } from "../../load/memoize.ts";
import { groupVersion, type KubernetesObject } from "../../models/kubernetes-object.ts";
import type { LabelMap } from "../../validate/label-selector.ts";
import { labelsAt } from "../manifests/reading.ts";
import type { ObjectReference } from "./edge.ts";

export const gatewayApiGroup = "gateway.networking.k8s.io";
export const istioGroup = "networking.istio.io";
export const istioSecurityGroup = "security.istio.io";

/** The objects of a kind, by namespace and name. Istio prefers the oldest, but rendered objects have no age. */
export function objectsOf(
  objects: readonly KubernetesObject[],
  group: string,
  kind: string,
): readonly KubernetesObject[] {
  return byKind(objects).get(`${group}/${kind}`) ?? [];
}

/** Sorted objects by `<group>/<Kind>`. */
const byKind = memoize((objects: readonly KubernetesObject[]) => {
  const groups = Map.groupBy(objects, qualifiedKind);
  return new Map(
    [...groups].map(([kind, found]) => {
      const keyed = found.map((object) => ({ key: sortKey(object), object }));
      return [kind, keyed.sort((left, right) => compareStrings(left.key, right.key)).map(({ object }) => object)];
    }),
  );
});

/** `<group>/<Kind>`, without the version. */
export function qualifiedKind({ apiVersion, kind }: KubernetesObject): string {
  return `${groupVersion(apiVersion).group}/${kind}`;
}

export function referenceTo(object: KubernetesObject): ObjectReference {
  return { kind: object.kind, namespace: objectNamespace(object), name: object.metadata?.name ?? "" };
}

export function objectNamespace(object: KubernetesObject): string {
  return object.metadata?.namespace ?? "";
}

/** Whether a namespace has labels. Labels of a namespace that is not among the objects are unknown, and count as present. */
export function namespaceHasLabels(objects: readonly KubernetesObject[], name: string, required: LabelMap): boolean {
  const declared = namespaces(objects).get(name);
  const known = { ...labelsAt(declared, "metadata", "labels"), "kubernetes.io/metadata.name": name };
  return hasLabels(declared === undefined ? { ...required, ...known } : known, required);
}

const namespaces = memoize(
  (objects: readonly KubernetesObject[]) =>
    new Map(objectsOf(objects, "", "Namespace").map((object) => [object.metadata?.name ?? "", object])),
);

export function hasLabels(labels: LabelMap, required: LabelMap): boolean {
  return Object.entries(required).every(([key, value]) => labels[key] === value);
}

function sortKey({ metadata }: KubernetesObject): string {
  return `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;
}
