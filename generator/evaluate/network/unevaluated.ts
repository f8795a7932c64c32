import type { Path } from "../../load/source.ts";
import { ciliumClusterwidePolicyKind } from "../../models/kinds.ts";
import { groupVersion, type KubernetesObject } from "../../models/kubernetes-object.ts";
import { isMap } from "../../validate/merge.ts";
import { listAt, mapAt, scalarText } from "../manifests/reading.ts";

/** Kinds that also decide about connections but are not evaluated, as `<group>/<Kind>`. */
export const unevaluatedKinds = [
  ciliumClusterwidePolicyKind,
  "crd.projectcalico.org/NetworkPolicy",
  "crd.projectcalico.org/GlobalNetworkPolicy",
  "projectcalico.org/NetworkPolicy",
  "projectcalico.org/GlobalNetworkPolicy",
  "policy.networking.k8s.io/AdminNetworkPolicy",
  "policy.networking.k8s.io/BaselineAdminNetworkPolicy",
  "policy.networking.k8s.io/ClusterNetworkPolicy",
];

/** A part of a policy that `network/` does not evaluate, and its path. Undefined if all of the object is evaluated. */
export function unevaluatedPart(object: KubernetesObject): { readonly path: Path; readonly what: string } | undefined {
  const { group } = groupVersion(object.apiVersion);
  if (unevaluatedKinds.includes(`${group}/${object.kind}`)) return { path: ["kind"], what: object.kind };
  if (object.kind !== "CiliumNetworkPolicy" || group !== "cilium.io") return undefined;
  const part = ofCilium(object);
  return part === undefined ? undefined : { path: part[0], what: part[1] };
}

/** The first field of a CiliumNetworkPolicy that does more than open egress to the API server or a node. */
function ofCilium(object: unknown): readonly [Path, string] | undefined {
  const spec = mapAt(object, "spec");
  const topLevel = extra(mapAt(object), ["apiVersion", "kind", "metadata", "spec", "status"]);
  if (topLevel !== undefined) return [[topLevel], topLevel];
  const field = extra(spec, ["endpointSelector", "egress", "description"]);
  if (field !== undefined) return [["spec", field], field];
  for (const [index, rule] of listAt(spec, "egress").entries()) {
    const path = ["spec", "egress", index];
    const ruleField = extra(rule, ["toEntities", "toPorts"]);
    if (ruleField !== undefined) return [[...path, ruleField], ruleField];
    const entities = listAt(rule, "toEntities");
    if (entities.length === 0) return [path, "a rule without toEntities"];
    const position = entities.findIndex((entity) => entity !== "kube-apiserver" && entity !== "host");
    if (position >= 0) return [[...path, "toEntities", position], scalarText(entities[position]).slice(0, 40)];
    for (const [at, value] of listAt(rule, "toPorts").entries()) {
      const more =
        extra(value, ["ports"]) ??
        listAt(value, "ports")
          .map((port) => extra(port, ["port", "protocol"]))
          .find(Boolean);
      if (more !== undefined) return [[...path, "toPorts", at], more];
    }
  }
  return undefined;
}

function extra(value: unknown, known: readonly string[]): string | undefined {
  return isMap(value) ? Object.keys(value).find((key) => !known.includes(key)) : undefined;
}
