import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { shippedName } from "../../load/shipped-addons.ts";
import { contractNames } from "../addons/contracts.ts";
import { isRetiring } from "../addons/retire.ts";
import { type ClusterEntry, findingAt, type Origin } from "../inventory.ts";

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
  const { platform } = cluster;
  const owners = new Map<string, string>();
  const reserved = reservedNamespaces(cluster);
  const { messages } = codes["addons/namespace"];
  for (const { addon, namespace, origin } of claimsOn(cluster)) {
    const other = Object.hasOwn(platform.spec.namespaces, namespace) ? "platform.yaml" : owners.get(namespace);
    owners.set(namespace, `add-on ${addon}`);
    if (reserved.includes(namespace)) {
      const hint = `Give add-on ${addon} a separate namespace.`;
      yield findingAt(origin, "addons/namespace", messages.reserved(namespace, addon), hint, "key");
    } else if (other !== undefined) {
      const hint = `Remove the namespace from one of them, or give add-on ${addon} a separate namespace.`;
      yield findingAt(origin, "addons/namespace", messages.claimedTwice(namespace, addon, other), hint, "key");
    }
  }
}

interface Claim {
  readonly addon: string;
  readonly namespace: string;
  readonly origin: Origin;
}

/** The namespaces of the add-ons, first those in files of the program: findings are about the later claim, which a user can change. */
function claimsOn({ addons }: ClusterEntry): readonly Claim[] {
  const claims = addons.flatMap(({ name, spec, at }) =>
    Object.keys(spec.namespaces).map((namespace) => ({ addon: name, namespace, origin: at("namespaces", namespace) })),
  );
  const isShipped = ({ origin }: Claim): boolean => shippedName(origin.source.file) !== undefined;
  return [...claims.filter(isShipped), ...claims.filter((claim) => !isShipped(claim))];
}
