import type { Path } from "../../load/source.ts";
import { ciliumClusterwidePolicyKind } from "../../models/kinds.ts";
import { groupVersion, type KubernetesObject } from "../../models/kubernetes-object.ts";
import { isMap } from "../../validate/merge.ts";
import { listAt, mapAt, scalarText } from "../manifests/reading.ts";

/** Kinds that decide over connections beside NetworkPolicies, and that are not evaluated, as `<group>/<Kind>`. */
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

/** A part of a policy that `network/` does not evaluate, and where it is; nothing where all of the object is evaluated. */
export function unevaluatedPart(object: KubernetesObject): { readonly path: Path; readonly what: string } | undefined {
  const { group } = groupVersion(object.apiVersion);
  if (unevaluatedKinds.includes(`${group}/${object.kind}`)) return { path: ["kind"], what: object.kind };
  if (object.kind !== "CiliumNetworkPolicy" || group !== "cilium.io") return undefined;
  const found = ofCilium(object);
  return found === undefined ? undefined : { path: found[0], what: found[1] };
}

/** The first field of a CiliumNetworkPolicy that means more than leaving for the API server or a node. */
function ofCilium(object: unknown): readonly [Path, string] | undefined {
  const spec = mapAt(object, "spec");
  const beside = extra(mapAt(object), ["apiVersion", "kind", "metadata", "spec", "status"]);
  if (beside !== undefined) return [[beside], beside];
  const field = extra(spec, ["endpointSelector", "egress", "description"]);
  if (field !== undefined) return [["spec", field], field];
  for (const [index, rule] of listAt(spec, "egress").entries()) {
    const path = ["spec", "egress", index];
    const own = extra(rule, ["toEntities", "toPorts"]);
    if (own !== undefined) return [[...path, own], own];
    const entities = listAt(rule, "toEntities");
    if (entities.length === 0) return [path, "a rule for everybody"];
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
