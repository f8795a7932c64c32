import { joinNames } from "../text/listed.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { meshAround } from "./mesh.ts";

/** The effect of a mesh on the pods of a namespace, in sentences. Undefined if the namespace is not in a mesh. */
export function meshText(cluster: ClusterEntry, namespace: string): string | undefined {
  const mesh = meshAround(cluster, namespace);
  if (mesh === undefined) return undefined;
  const { addon, sidecars, facts } = mesh;
  const names = (sidecars?.containers ?? []).map(({ name }) => name);
  const effect =
    sidecars === undefined
      ? `Connections between pods of the mesh arrive on port ${facts.tunnel?.port ?? ""} of the pod, so network policies do not limit their other ports.`
      : `It adds the ${names.length === 1 ? "container" : "containers"} ${joinNames(names)} to each new pod.`;
  return `The namespace is in the mesh of add-on ${addon.name}. ${effect}`;
}
