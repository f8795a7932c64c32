import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { providerOf } from "../validate/addons/retire.ts";
import type { AddonSecret } from "../validate/addons/secret.ts";
import { type ClusterScope, type Generated, type ObjectPlace, sortedEntries } from "./scope.ts";
import { externalSecret } from "./secrets.ts";

/** The ExternalSecrets of an add-on: its Secrets that the cluster's file fills from a store. */
export function addonSecrets(scope: ClusterScope, addon: AddonEntry): readonly Generated[] {
  if (providerOf(scope.cluster.addons, "secrets") === undefined) return [];
  return sortedEntries(addon.secrets).flatMap(([name, { store, path, keys: names = {} }]) => {
    const declared = addon.spec.secrets[name];
    if (declared === undefined) return [];
    const place: ObjectPlace = { namespace: declared.namespace, labels: scope.place.labels };
    const need = {
      name,
      type: declared.type,
      keys: Object.keys(declared.keys),
      origin: addon.onCluster("secrets", name),
    };
    return [externalSecret({ platform: scope.platform, place }, need, { store, path }, platformOwner, names)];
  });
}

/** The folder of the platform in a secret store. No tenant can have this name. */
export const platformOwner = "platform";

/** Secrets of an add-on in a namespace, by name. */
export function secretsInNamespace(
  { spec }: Pick<AddonEntry, "spec">,
  namespace: string,
): readonly (readonly [string, AddonSecret])[] {
  return sortedEntries(spec.secrets).filter(([, secret]) => secret.namespace === namespace);
}
