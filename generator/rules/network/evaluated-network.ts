import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { networkPolicies } from "../../evaluate/network/policy.ts";
import { type NamespaceLabels, Network } from "../../evaluate/network/reach.ts";
import { memoize } from "../../load/memoize.ts";
import { ciliumPolicyKind, networkPolicyKind } from "../../models/kinds.ts";
import type { LabelMap } from "../../validate/label-selector.ts";

/** The connections that the policies of a manifest set allow. Namespaces without policies in it allow all connections. */
export const networkOfManifests = memoize((manifestSet: ManifestSet): Network => {
  const policies = networkPolicies(manifestSet.of(networkPolicyKind, ciliumPolicyKind).map(({ object }) => object));
  return new Network(policies, namespacesIn(manifestSet));
});

/** Labels of namespaces: those in the context of a manifest set, and over them those of the Namespaces in the set, patched or not. */
export const namespacesIn = memoize((manifestSet: ManifestSet): NamespaceLabels => {
  const own = manifestSet
    .of("Namespace")
    .map(({ name, object }): [string, LabelMap] => [name, labelsAt(object, "metadata", "labels")]);
  return own.length === 0 ? manifestSet.context.namespaces : new Map([...manifestSet.context.namespaces, ...own]);
});
