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
  return objects
    .filter((object) => object.kind === kind && groupVersion(object.apiVersion).group === group)
    .sort((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1));
}

export function referenceTo(object: KubernetesObject): ObjectReference {
  return { kind: object.kind, namespace: objectNamespace(object), name: object.metadata?.name ?? "" };
}

export function objectNamespace(object: KubernetesObject): string {
  return object.metadata?.namespace ?? "";
}

/** The labels of a namespace, including the label that every namespace has. */
export function namespaceLabels(objects: readonly KubernetesObject[], name: string): LabelMap {
  const declared = objectsOf(objects, "", "Namespace").find(({ metadata }) => metadata?.name === name);
  return { ...labelsAt(declared, "metadata", "labels"), "kubernetes.io/metadata.name": name };
}

export function hasLabels(labels: LabelMap, required: LabelMap): boolean {
  return Object.entries(required).every(([key, value]) => labels[key] === value);
}

function sortKey({ metadata }: KubernetesObject): string {
  return `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;
}
