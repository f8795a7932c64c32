import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { networkPolicies } from "../../evaluate/network/policy.ts";
import { type NamespaceLabels, Network } from "../../evaluate/network/reach.ts";
import type { LabelMap } from "../../evaluate/network/selector.ts";
import { oncePer } from "../../load/once-per.ts";
import { ciliumPolicyKind, networkPolicyKind } from "../../models/kinds.ts";

/** What the policies of a scene let through; of namespaces without any in it, everything. */
export const evaluatedNetwork = oncePer((manifestSet: ManifestSet): Network => {
  const policies = networkPolicies(manifestSet.of(networkPolicyKind, ciliumPolicyKind).map(({ object }) => object));
  return new Network(policies, namespacesIn(manifestSet));
});

/** Labels of namespaces: those that are known around a scene, and over them what its own Namespaces carry, patched or not. */
export const namespacesIn = oncePer((manifestSet: ManifestSet): NamespaceLabels => {
  const own = manifestSet
    .of("Namespace")
    .map(({ name, object }): [string, LabelMap] => [name, labelsAt(object, "metadata", "labels")]);
  return own.length === 0 ? manifestSet.context.namespaces : new Map([...manifestSet.context.namespaces, ...own]);
});
