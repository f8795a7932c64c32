import { compareStrings } from "../diagnostics/diagnostic.ts";
import { ExternalSecret, Secret } from "../models/kubernetes-classes.ts";

import { operatorPullSecrets } from "../patterns/operator-image.ts";
import { artifactStoreOf, schemeOf, servesModels } from "../validate/effective.ts";
import type { Origin, PlatformEntry } from "../validate/inventory.ts";
import { withNames } from "../validate/name-placeholders.ts";
import type { SecretOrigin } from "../validate/tenant-secrets.ts";
import {
  type ClusterScope,
  type Generated,
  metadata,
  type ObjectPlace,
  sortedEntries,
  syncOrder,
  type TenantScope,
} from "./scope.ts";

/** A secret that the namespace needs, with its keys and the source of its values. Tenantry never reads a value. */
export interface SecretNeed {
  readonly name: string;
  readonly type: "Opaque" | "kubernetes.io/dockerconfigjson";
  readonly keys: readonly string[];
  readonly from: SecretOrigin;
  readonly why: string;
  readonly origin: Origin;
}

/** The tenant's own secrets, its pull secrets, and those of its models' artifact stores. Sorted by name. */
export function secretNeeds({ platform, tenant }: TenantScope): readonly SecretNeed[] {
  const needs = new Map<string, SecretNeed>();
  for (const [name, { keys, from }] of sortedEntries(tenant.spec.secrets)) {
    needs.set(name, {
      name,
      type: "Opaque",
      keys,
      from,
      why: "declared in the tenant file",
      origin: tenant.at("secrets", name),
    });
  }
  for (const [name, { registry, from }] of sortedEntries(tenant.spec.pullSecrets)) {
    needs.set(name, {
      name,
      type: "kubernetes.io/dockerconfigjson",
      keys: [".dockerconfigjson"],
      from,
      why: `credentials for the registry ${registry}`,
      origin: tenant.at("pullSecrets", name),
    });
  }
  for (const [model, { storageUri, secret }] of sortedEntries(tenant.spec.models)) {
    const found = artifactStoreOf(platform, tenant.name, storageUri);
    if (secret !== undefined || found === undefined || found.store.credentials === "public") continue;
    const { secret: name, from } = found.store.credentials;
    if (needs.has(name)) continue;
    needs.set(name, {
      name,
      type: "Opaque",
      keys: [schemeOf(storageUri)],
      from,
      why: `the rclone remote of artifact store ${found.name}`,
      origin: tenant.at("models", model, "storageUri"),
    });
  }
  return [...needs.values()].sort((left, right) => compareStrings(left.name, right.name));
}

/** References that a secret store fills in, and Seldon's public remote. Manual secrets are in the namespace's README. */
export function secretObjects(scope: TenantScope): readonly Generated[] {
  const references = secretNeeds(scope).flatMap((need) =>
    need.from === "manual" ? [] : [externalSecret(scope, need, need.from, scope.tenant.name)],
  );
  return servesModels(scope.tenant) ? [...references, publicRemote(scope)] : references;
}

/** Pull secrets for the registries of the operator's image and of patched images, in Seldon's namespace. */
export function operatorSecretNeeds({ cluster, pattern }: ClusterScope): readonly SecretNeed[] {
  return sortedEntries(operatorPullSecrets(pattern, cluster)).map(([name, { registries, from }]) => ({
    name,
    type: "kubernetes.io/dockerconfigjson",
    keys: [".dockerconfigjson"],
    from,
    why: `credentials for the registries ${registries.join(" and ")}`,
    origin: cluster.at("seldon", "pullSecrets", name),
  }));
}

export function operatorSecrets(scope: ClusterScope): readonly Generated[] {
  return operatorSecretNeeds(scope).flatMap((need) =>
    need.from === "manual" ? [] : [externalSecret(scope, need, need.from, "platform")],
  );
}

/**
 * The key of a value in a secret store.
 * @param owner The tenant whose folder of the store contains it, or `platform`, which no tenant can be named.
 */
export function storeKey(platform: PlatformEntry, from: Exclude<SecretOrigin, "manual">, owner: string): string {
  const prefix = withNames(platform.spec.secretStores[from.store]?.prefix ?? "", { tenant: owner });
  return `${prefix}${from.path}`;
}

function externalSecret(
  scope: { readonly platform: PlatformEntry; readonly place: ObjectPlace },
  need: SecretNeed,
  from: Exclude<SecretOrigin, "manual">,
  owner: string,
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
        data: need.keys.map((key) => ({ secretKey: key, remoteRef: { ...remote, property: key } })),
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
