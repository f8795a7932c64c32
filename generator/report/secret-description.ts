import { platformOwner } from "../generate/addon-secrets.ts";
import { isCopied, isStored, type SecretNeed } from "../generate/secret-needs.ts";
import { storeKey } from "../generate/secrets.ts";
import type { ShareRecipient } from "../generate/share-recipient.ts";
import { deliversSecrets, type GivenSecret, sharesOf } from "../generate/tenant-shares.ts";
import { kubectlForClusters } from "../layout/kubectl-context.ts";
import { type ManualKey, type ManualSecret, secretCommand } from "../layout/secret-command.ts";
import type { WrittenSecret } from "../rules/secrets/delivered.ts";
import type { ClusterEntry, PlatformEntry, TenantEntry } from "../validate/inventory.ts";

/** A Secret that must exist on a cluster, or that something delivers there. */
export interface NeededSecret {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  /** Undefined if no file lists the keys. */
  readonly keys: readonly ManualKey[] | undefined;
  /** Empty if nothing uses it. */
  readonly usedBy: readonly string[];
  readonly delivery: Delivery;
}

/** The source of the values of a Secret. */
export type Delivery =
  | { readonly by: "store"; readonly store: string; readonly path: string }
  | { readonly by: "copy"; readonly namespace: string; readonly name: string }
  | { readonly by: "operator" | "chart"; readonly addon: string }
  | { readonly by: "object"; readonly kind: string; readonly name: string }
  | { readonly by: "git" }
  | { readonly by: "hand"; readonly only?: string; readonly commands: readonly string[] };

/** The Secrets in the rendered objects of a cluster. */
export interface SecretsInObjects {
  /** The objects that name a Secret. */
  readonly users: (namespace: string, name: string) => readonly string[];
  readonly written: readonly WrittenSecret[];
}

/** The place of a needed Secret, and what can deliver it there. */
interface Place {
  readonly cluster: ClusterEntry;
  readonly namespace: string;
  readonly objects: SecretsInObjects;
  readonly recipient?: ShareRecipient | undefined;
  readonly tenant?: TenantEntry;
}

/**
 * The description of a Secret that Seldon Core or a tenant needs.
 * @param further Users that no object shows.
 */
export function describedSecret(place: Place, need: SecretNeed, further: readonly string[]): NeededSecret {
  const { cluster, namespace, objects, recipient, tenant } = place;
  const { name, type, from } = need;
  const copyOf = recipient === undefined ? undefined : givenTo(recipient, name);
  const secret: ManualSecret = {
    name,
    namespace,
    type,
    keys: need.keys.map((key) => ({ key, format: formatOf(cluster.platform, tenant, need, key) })),
    copyOf,
  };
  const owner = tenant?.name ?? platformOwner;
  return {
    ...secret,
    usedBy: [...new Set([...objects.users(namespace, name), ...further])],
    delivery: isStored(from)
      ? { by: "store", store: from.store, path: storeKey(cluster.platform, from, owner) }
      : isCopied(from)
        ? { by: "copy", namespace: from.namespace, name: from.name }
        : byHand(cluster, secret),
  };
}

/** The commands for a person. */
export function byHand(cluster: ClusterEntry, secret: ManualSecret): Delivery {
  return { by: "hand", commands: secretCommand(kubectlForClusters([cluster]), secret) };
}

/** The Secret of an add-on that a person copies because nothing on the cluster does. */
function givenTo(recipient: ShareRecipient, to: string): Pick<GivenSecret, "name" | "namespace"> | undefined {
  if (deliversSecrets(recipient)) return undefined;
  return sharesOf(recipient)
    .flatMap(({ secrets }) => secrets)
    .find((secret) => secret.to === to);
}

/** No object names the Secrets of Kafka: Seldon's settings do. */
export function kafkaUsers(platform: PlatformEntry, { name }: SecretNeed, streams: boolean): readonly string[] {
  const tls = platform.spec.seldon.kafka?.tls;
  return streams && tls !== undefined && [tls.clientSecret, tls.brokerSecret].includes(name)
    ? ["the pipelines' connections to Kafka"]
    : [];
}

function formatOf(
  { spec }: PlatformEntry,
  tenant: TenantEntry | undefined,
  { name, type }: SecretNeed,
  key: string,
): ManualKey["format"] {
  if (type === "kubernetes.io/dockerconfigjson") return "dockerconfigjson";
  const tls = spec.seldon.kafka?.tls;
  if (tls !== undefined && [tls.clientSecret, tls.brokerSecret].includes(name))
    return key === tls.login?.passwordKey ? "text" : key === tls.key ? "privateKey" : "certificate";
  const isRemote =
    Object.values(tenant?.spec.models ?? {}).some((model) => model.secret === name) ||
    Object.values(spec.artifactStores).some(
      ({ credentials }) => credentials !== "public" && credentials.secret === name,
    );
  return isRemote ? "rclone" : "text";
}

/** The format of a key of Kafka, by its name. */
export function kafkaFormat(key: string): ManualKey["format"] {
  return key.endsWith(".crt") ? "certificate" : key.endsWith(".key") ? "privateKey" : "text";
}
