import { platformOwner } from "../generate/addon-secrets.ts";
import { clusterScope, sortedEntries, tenantScope } from "../generate/scope.ts";
import {
  isCopied,
  isStored,
  operatorSecretNeeds,
  runtimeSecretNeeds,
  type SecretNeed,
  secretNeeds,
} from "../generate/secret-needs.ts";
import { storeKey } from "../generate/secrets.ts";
import { runtimeRecipient, type ShareRecipient, tenantRecipient } from "../generate/share-recipient.ts";
import { deliversSecrets, type GivenSecret, sharesOf } from "../generate/tenant-shares.ts";
import { kubectlForArgoCD, kubectlForClusters } from "../layout/kubectl-context.ts";
import { type ManualKey, type ManualSecret, manualSecret, secretCommand } from "../layout/secret-command.ts";
import type { WrittenSecret } from "../rules/secrets/delivered.ts";
import { knownChart } from "../validate/addons/charts-entry.ts";
import { hasRuntime, runsPipelines, servesModels } from "../validate/effective.ts";
import type { ClusterEntry, Inventory, PlatformEntry, TenantEntry } from "../validate/inventory.ts";

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

/** The Secrets of a cluster by namespace and name. */
export function neededSecrets(
  inventory: Pick<Inventory, "charts">,
  cluster: ClusterEntry,
  objects: SecretsInObjects,
): readonly NeededSecret[] {
  const all = [
    repositorySecret(cluster),
    ...addonSecretsOf(inventory, cluster),
    ...runtimeSecrets(cluster, objects),
    ...cluster.tenants.flatMap((tenant) => tenantSecrets(cluster, tenant, objects)),
  ];
  const known = new Set(all.map(keyOf));
  const further = objects.written
    .filter((secret) => !known.has(keyOf(secret)))
    .map(
      ({ namespace, name, keys, by }): NeededSecret => ({
        namespace,
        name,
        type: "Opaque",
        keys: keys?.map((key) => ({ key, format: "text" })),
        usedBy: objects.users(namespace, name),
        delivery: { by: "object", kind: by.object.kind, name: by.name },
      }),
    );
  const distinct = new Map([...all, ...further].map((secret) => [keyOf(secret), secret]));
  return [...distinct].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, secret]) => secret);
}

function keyOf({ namespace, name }: Pick<NeededSecret, "namespace" | "name">): string {
  return `${namespace}/${name}`;
}

/** The credentials of Argo CD for this repository. Tenantry does not know whether the repository is private. */
function repositorySecret(cluster: ClusterEntry): NeededSecret {
  const { url } = cluster.platform.spec.repository;
  const given: readonly ManualKey[] = url.startsWith("ssh://")
    ? [{ key: "sshPrivateKey", format: "privateKey" }]
    : [
        { key: "username", format: "text", value: "git" },
        { key: "password", format: "text" },
      ];
  const secret: ManualSecret = {
    name: "repository-credentials",
    namespace: cluster.spec.argoCD.namespace,
    type: "Opaque",
    keys: [{ key: "type", format: "text", value: "git" }, { key: "url", format: "text", value: url }, ...given],
    labels: { "argocd.argoproj.io/secret-type": "repo-creds" },
  };
  return {
    ...secret,
    usedBy: ["Argo CD"],
    delivery: {
      by: "hand",
      only: "if the repository is private",
      commands: secretCommand(kubectlForArgoCD([cluster]), secret),
    },
  };
}

/** Secrets that add-ons declare, and those that their charts and operators create. */
function addonSecretsOf({ charts }: Pick<Inventory, "charts">, cluster: ClusterEntry): readonly NeededSecret[] {
  return cluster.addons.flatMap(({ name: addon, spec, secrets }) => [
    ...sortedEntries(spec.secrets).map(([name, declared]): NeededSecret => {
      const from = secrets[name];
      const manual = manualSecret(name, declared);
      return {
        ...manual,
        usedBy: declared.usedBy.map((user) => `${addon}/${user}`),
        delivery:
          from === undefined
            ? byHand(cluster, manual)
            : { by: "store", store: from.store, path: storeKey(cluster.platform, from, platformOwner) },
      };
    }),
    ...Object.entries(spec.applications).flatMap(([application, { chart, namespace = "" }]) =>
      (chart === undefined ? [] : (knownChart(charts, chart)?.spec.secrets ?? [])).map(
        (name): NeededSecret => ({
          namespace,
          name,
          type: "Opaque",
          keys: undefined,
          usedBy: [`${addon}/${application}`],
          delivery: { by: "chart", addon },
        }),
      ),
    ),
    ...recipientsOf(cluster).flatMap((recipient) =>
      sharesOf(recipient)
        .filter((share) => share.addon === addon)
        .flatMap((share) =>
          share.secrets.map(
            ({ name, namespace, keys, to }): NeededSecret => ({
              namespace,
              name,
              type: "Opaque",
              keys: keys.map((key) => ({ key, format: kafkaFormat(key) })),
              usedBy: [`the copy ${recipient.place.namespace}/${to}`],
              delivery: { by: "operator", addon },
            }),
          ),
        ),
    ),
  ]);
}

function recipientsOf(cluster: ClusterEntry): readonly ShareRecipient[] {
  const runtime = runtimeRecipient(clusterScope(cluster));
  const tenants = cluster.tenants.map((tenant) => tenantRecipient(tenantScope(cluster, tenant)));
  return runtime === undefined ? tenants : [runtime, ...tenants];
}

/** The Secrets in Seldon's namespace. */
function runtimeSecrets(cluster: ClusterEntry, objects: SecretsInObjects): readonly NeededSecret[] {
  const scope = clusterScope(cluster);
  const { namespace } = scope.place;
  const recipient = runtimeRecipient(scope);
  return [
    ...operatorSecretNeeds(scope).map((need) => listed({ cluster, namespace, objects }, need, ["Seldon's operator"])),
    ...runtimeSecretNeeds(scope).map((need) => {
      const streams = cluster.tenants.some((tenant) => hasRuntime(cluster, tenant) && runsPipelines(tenant));
      return listed({ cluster, namespace, objects, recipient }, need, kafkaUsers(cluster.platform, need, streams));
    }),
  ];
}

function tenantSecrets(cluster: ClusterEntry, tenant: TenantEntry, objects: SecretsInObjects): readonly NeededSecret[] {
  const scope = tenantScope(cluster, tenant);
  const namespace = tenant.name;
  const recipient = tenantRecipient(scope);
  const needs = secretNeeds(scope).map((need) =>
    listed(
      { cluster, namespace, objects, recipient, tenant },
      need,
      kafkaUsers(cluster.platform, need, scope.pattern.runtime === "tenant" && runsPipelines(tenant)),
    ),
  );
  if (!servesModels(tenant)) return needs;
  return [
    ...needs,
    {
      namespace,
      name: scope.seldon.publicRemoteSecret,
      type: "Opaque",
      keys: [{ key: "gs", format: "rclone" }],
      usedBy: ["Seldon's agents"],
      delivery: { by: "git" },
    },
  ];
}

interface Place {
  readonly cluster: ClusterEntry;
  readonly namespace: string;
  readonly objects: SecretsInObjects;
  readonly recipient?: ShareRecipient | undefined;
  readonly tenant?: TenantEntry;
}

/** @param further Users that no object shows. */
function listed(place: Place, need: SecretNeed, further: readonly string[]): NeededSecret {
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

function byHand(cluster: ClusterEntry, secret: ManualSecret): Delivery {
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
function kafkaUsers(platform: PlatformEntry, { name }: SecretNeed, streams: boolean): readonly string[] {
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

function kafkaFormat(key: string): ManualKey["format"] {
  return key.endsWith(".crt") ? "certificate" : key.endsWith(".key") ? "privateKey" : "text";
}
