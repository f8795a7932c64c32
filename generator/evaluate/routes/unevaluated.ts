import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import type { Edge } from "./edge.ts";
export function unevaluatedParts(_: readonly KubernetesObject[], __: Edge): readonly string[] {
  return [];
}
