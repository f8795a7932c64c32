import { compareStrings } from "../diagnostics/diagnostic.ts";
import { operatorPullSecrets } from "../patterns/operator-image.ts";
import { artifactStoreOf, hasRuntime, runsPipelines, schemeOf } from "../validate/effective.ts";
import type { Origin } from "../validate/inventory.ts";
import type { SecretOrigin } from "../validate/tenant-secrets.ts";
import { type ClusterScope, sortedEntries, type TenantScope } from "./scope.ts";
import { runtimeRecipient, type ShareRecipient, tenantRecipient } from "./share-recipient.ts";
import { deliversSecrets, type GivenSecret, sharesOf } from "./tenant-shares.ts";

/** A secret that the namespace needs, with its keys and the source of its values. Tenantry never reads a value. */
export interface SecretNeed {
  readonly name: string;
  readonly type: "Opaque" | "kubernetes.io/dockerconfigjson";
  readonly keys: readonly string[];
  /** A secret store, a person, or a Secret in the namespace of an add-on that External Secrets Operator copies. */
  readonly from: SecretOrigin | CopiedSecret;
  readonly why: string;
  readonly origin: Origin;
}

/** A Secret in another namespace. */
type CopiedSecret = Pick<GivenSecret, "name" | "namespace">;

/** The tenant's own secrets, its pull secrets, those of its models' artifact stores, and those of add-ons. Sorted by name. */
export function secretNeeds(scope: TenantScope): readonly SecretNeed[] {
  const { platform, tenant, pattern } = scope;
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
    if (from === "add-on" || needs.has(name)) continue;
    needs.set(name, {
      name,
      type: "Opaque",
      keys: [schemeOf(storageUri)],
      from,
      why: `the rclone remote of artifact store ${found.name}`,
      origin: tenant.at("models", model, "storageUri"),
    });
  }
  const streams = pattern.runtime === "tenant" && runsPipelines(tenant);
  for (const need of givenNeeds(tenantRecipient(scope), streams ? tenant.at("pipelines") : undefined))
    if (!needs.has(need.name)) needs.set(need.name, need);
  return [...needs.values()].sort((left, right) => compareStrings(left.name, right.name));
}

/** Secrets that the runtime of all tenants needs in Seldon's namespace. */
export function runtimeSecretNeeds(scope: ClusterScope): readonly SecretNeed[] {
  const { cluster } = scope;
  const recipient = runtimeRecipient(scope);
  const streams = cluster.tenants.find((tenant) => hasRuntime(cluster, tenant) && runsPipelines(tenant));
  return recipient === undefined ? [] : givenNeeds(recipient, streams?.at("pipelines"));
}

/**
 * The Secrets of add-ons, and the certificates for Kafka that no add-on gives.
 * @param streams The origin of the pipelines, if the runtime of the recipient has any.
 */
function givenNeeds(recipient: ShareRecipient, streams: Origin | undefined): readonly SecretNeed[] {
  const delivers = deliversSecrets(recipient);
  const given = sharesOf(recipient).flatMap(({ secrets, gives, origin }) =>
    secrets.map(({ name, namespace, keys, to }): SecretNeed => {
      const copied = { name, namespace };
      const why = delivers ? gives : `${gives}: copy Secret ${name} of namespace ${namespace} after each renewal`;
      return { name: to, type: "Opaque", keys, from: delivers ? copied : "manual", why, origin };
    }),
  );
  const tls = recipient.cluster.platform.spec.seldon.kafka?.tls;
  if (tls === undefined || streams === undefined) return given;
  const { clientSecret, certificate, key, brokerSecret, login } = tls;
  const ofUser = login === undefined ? ["ca.crt", certificate, key] : [login.passwordKey];
  const byHand: readonly (readonly [name: string, keys: readonly string[], why: string])[] = [
    [clientSecret, ofUser, "the user of Kafka for the pipelines"],
    [brokerSecret, ["ca.crt"], "the certificate of the authority of the Kafka brokers"],
  ];
  const missing = byHand.filter(([name]) => given.every((need) => need.name !== name));
  return [
    ...given,
    ...missing.map(
      ([name, keys, why]): SecretNeed => ({ name, type: "Opaque", keys, from: "manual", why, origin: streams }),
    ),
  ];
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

/** Whether a secret store contains the value of a secret. */
export function isStored(from: SecretNeed["from"]): from is StoredSecret {
  return typeof from === "object" && "store" in from;
}

/** Whether External Secrets Operator copies a secret from another namespace. */
export function isCopied(from: SecretNeed["from"]): from is CopiedSecret {
  return typeof from === "object" && "namespace" in from;
}

export type StoredSecret = Exclude<SecretOrigin, "manual">;
