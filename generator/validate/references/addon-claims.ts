import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { contractNames } from "../addons/contracts.ts";
import { isRetiring } from "../addons/retire.ts";
import { type ClusterEntry, findingAt } from "../inventory.ts";

/** Each contract comes from one add-on. */
export function* contractsOf({ addons }: ClusterEntry): Iterable<Diagnostic> {
  for (const contract of contractNames) {
    const [first, ...others] = addons.filter(
      (addon) => addon.spec.provides[contract] !== undefined && !isRetiring(addon),
    );
    for (const other of first === undefined ? [] : others) {
      const message = codes["addons/provided-twice"].messages.twoAddons(contract, first?.name ?? "", other.name);
      const hint = "Switch off one of the two add-ons.";
      yield findingAt(other.onCluster(), "addons/provided-twice", message, hint, "key");
    }
  }
}

/** Namespaces of Kubernetes. */
const systemNamespaces: readonly string[] = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** Namespaces that belong to other software: no add-on gets them. */
export function reservedNamespaces({ platform, spec }: ClusterEntry): readonly string[] {
  return [...systemNamespaces, spec.argoCD.namespace, platform.spec.seldon.namespace];
}

/** Each namespace has one owner. */
export function* namespaceClaims(cluster: ClusterEntry): Iterable<Diagnostic> {
  const { addons, platform } = cluster;
  const owners = new Map<string, string>();
  const reserved = reservedNamespaces(cluster);
  const { messages } = codes["addons/namespace"];
  for (const { name, spec: own, at } of addons)
    for (const namespace of Object.keys(own.namespaces)) {
      const origin = at("namespaces", namespace);
      const other = Object.hasOwn(platform.spec.namespaces, namespace) ? "platform.yaml" : owners.get(namespace);
      owners.set(namespace, `add-on ${name}`);
      if (reserved.includes(namespace))
        yield findingAt(origin, "addons/namespace", messages.reserved(namespace, name), undefined, "key");
      else if (other !== undefined)
        yield findingAt(origin, "addons/namespace", messages.claimedTwice(namespace, name, other), undefined, "key");
    }
}
