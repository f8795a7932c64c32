import type { Path } from "../../load/source.ts";
import { ciliumClusterwidePolicyKind } from "../../models/kinds.ts";
import { groupVersion, type KubernetesObject } from "../../models/kubernetes-object.ts";
import { isMap, type RawMap } from "../../validate/merge.ts";
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

/** The entities that `network/` knows. */
const knownEntities: readonly string[] = ["kube-apiserver", "host", "remote-node"];

/** The first field of a CiliumNetworkPolicy that does more than open ports to or from the API server or nodes. */
function ofCilium(object: unknown): readonly [Path, string] | undefined {
  const spec = mapAt(object, "spec");
  const topLevel = extra(mapAt(object), ["apiVersion", "kind", "metadata", "spec", "status"]);
  if (topLevel !== undefined) return [[topLevel], topLevel];
  const field = extra(spec, ["endpointSelector", "ingress", "egress", "description"]);
  if (field !== undefined) return [["spec", field], field];
  return ofDirection(spec, "ingress", "fromEntities") ?? ofDirection(spec, "egress", "toEntities");
}

function ofDirection(
  spec: RawMap,
  direction: "ingress" | "egress",
  side: "fromEntities" | "toEntities",
): readonly [Path, string] | undefined {
  for (const [index, rule] of listAt(spec, direction).entries()) {
    const path = ["spec", direction, index];
    const ruleField = extra(rule, [side, "toPorts"]);
    if (ruleField !== undefined) return [[...path, ruleField], ruleField];
    const entities = listAt(rule, side);
    if (entities.length === 0) return [path, `a rule without ${side}`];
    const position = entities.findIndex((entity) => !knownEntities.includes(scalarText(entity)));
    if (position >= 0) return [[...path, side, position], scalarText(entities[position]).slice(0, 40)];
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
