import { ExternalSecret, Secret } from "../models/kubernetes-classes.ts";
import type { AddonSecret } from "../validate/addons/secret.ts";
import { servesModels } from "../validate/effective.ts";
import type { PlatformEntry } from "../validate/inventory.ts";
import { withNames } from "../validate/name-placeholders.ts";
import { type ClusterScope, type Generated, metadata, type ObjectPlace, syncOrder, type TenantScope } from "./scope.ts";
import { isStored, operatorSecretNeeds, type SecretNeed, type StoredSecret, secretNeeds } from "./secret-needs.ts";

/** References that a secret store fills in, and Seldon's public remote. Manual secrets are in the namespace's README. */
export function secretObjects(scope: TenantScope): readonly Generated[] {
  const references = secretNeeds(scope).flatMap((need) =>
    isStored(need.from) ? [externalSecret(scope, need, need.from, scope.tenant.name)] : [],
  );
  return servesModels(scope.tenant) ? [...references, publicRemote(scope)] : references;
}

export function operatorSecrets(scope: ClusterScope): readonly Generated[] {
  return operatorSecretNeeds(scope).flatMap((need) =>
    isStored(need.from) ? [externalSecret(scope, need, need.from, "platform")] : [],
  );
}

/**
 * The key of a value in a secret store.
 * @param owner The tenant whose folder of the store contains it, or `platform`, which no tenant can be named.
 */
export function storeKey(platform: PlatformEntry, from: StoredSecret, owner: string): string {
  const prefix = withNames(platform.spec.secretStores[from.store]?.prefix ?? "", { tenant: owner });
  return `${prefix}${from.path}`;
}

/** The part of a Secret that an ExternalSecret contains. */
type FilledNeed = Pick<SecretNeed, "name" | "keys" | "origin"> & {
  readonly type: SecretNeed["type"] | AddonSecret["type"];
};

/**
 * The ExternalSecret that fills a Secret from a store.
 * @param owner The tenant whose folder of the store contains it, or `platform`.
 * @param names The names of keys in the store, where they differ.
 */
export function externalSecret(
  scope: { readonly platform: PlatformEntry; readonly place: ObjectPlace },
  need: FilledNeed,
  from: StoredSecret,
  owner: string,
  names: Readonly<Record<string, string>> = {},
): Generated {
  const remote = {
    key: storeKey(scope.platform, from, owner),
    conversionStrategy: "Default",
    decodingStrategy: "None",
    metadataPolicy: "None",
  } as const;
  const template = { type: need.type, engineVersion: "v2", mergePolicy: "Replace" } as const;
  return {
    object: new ExternalSecret({
      // In the last wave, with the runtime: an agent tries to fetch a model for two hours, so a slow store causes no failure.
      metadata: metadata(scope, need.name),
      spec: {
        refreshInterval: "1h0m0s",
        secretStoreRef: { kind: "ClusterSecretStore", name: from.store },
        target: {
          name: need.name,
          creationPolicy: "Owner",
          deletionPolicy: "Retain",
          ...(need.type === "Opaque" ? {} : { template }),
        },
        data: need.keys.map((key) => ({ secretKey: key, remoteRef: { ...remote, property: names[key] ?? key } })),
      },
    }),
    origin: need.origin,
  };
}

/**
 * The default SeldonConfig preloads this remote, and an agent that cannot read it exits (2.9.1). The remote has no
 * credentials.
 */
function publicRemote(scope: TenantScope): Generated {
  const remote = "type: google cloud storage\nname: gs\nparameters:\n  anonymous: true\n";
  return {
    object: new Secret({
      metadata: metadata(scope, scope.seldon.publicRemoteSecret),
      type: "Opaque",
      data: { gs: Buffer.from(remote).toString("base64") },
    }),
    origin: scope.tenant.at("servers"),
    sync: { order: syncOrder.guardrail },
  };
}
