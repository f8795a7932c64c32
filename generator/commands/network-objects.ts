import { labelsAt } from "../evaluate/manifests/reading.ts";
import { namespaceLabelsOn } from "../evaluate/manifests/unit-manifests.ts";
import { networkPolicies } from "../evaluate/network/policy.ts";
import { Network } from "../evaluate/network/reach.ts";
import { unevaluatedKinds, unevaluatedPart } from "../evaluate/network/unevaluated.ts";
import { edgeObjectKinds } from "../evaluate/routes/cluster-edge.ts";
import { groupKindOf } from "../models/kinds.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import type { ClusterEntry } from "../validate/inventory.ts";

/** The kinds of objects that decide about connections and about requests from outside. */
export const networkObjectKinds: ReadonlySet<string> = new Set([
  "Namespace",
  "NetworkPolicy",
  "CiliumNetworkPolicy",
  ...edgeObjectKinds,
  ...unevaluatedKinds.map((name) => groupKindOf(name).kind),
]);

/** The evaluated network policies among rendered objects of a cluster. */
export function evaluatedNetwork(cluster: ClusterEntry, objects: readonly KubernetesObject[]): Network {
  const made = objects
    .filter(({ kind }) => kind === "Namespace")
    .map((object) => [object.metadata?.name ?? "", labelsAt(object, "metadata", "labels")] as const);
  return new Network(networkPolicies(objects), new Map([...namespaceLabelsOn(cluster), ...made]));
}

/** Policies that are not fully evaluated. The result does not include what these parts allow or deny. */
export function unevaluatedObjects(objects: readonly KubernetesObject[]): readonly string[] {
  return objects.flatMap((object) => {
    const part = unevaluatedPart(object);
    const { namespace, name } = object.metadata ?? {};
    return part === undefined
      ? []
      : [`${object.kind} ${name}${namespace === undefined ? "" : ` in ${namespace}`} (${part.what})`];
  });
}
