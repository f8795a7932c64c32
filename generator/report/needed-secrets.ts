import { platformOwner } from "../generate/addon-secrets.ts";
import { certificateSecrets } from "../generate/routes/certificate-secrets.ts";
import { clusterScope, sortedEntries, tenantScope } from "../generate/scope.ts";
import { operatorSecretNeeds, runtimeSecretNeeds, secretNeeds } from "../generate/secret-needs.ts";
import { storeKey } from "../generate/secrets.ts";
import { runtimeRecipient, type ShareRecipient, tenantRecipient } from "../generate/share-recipient.ts";
import { sharesOf } from "../generate/tenant-shares.ts";
import { kubectlForArgoCD } from "../layout/kubectl-context.ts";
import {
  type ManualKey,
  type ManualSecret,
  manualSecret,
  secretCommand,
  signedSecret,
} from "../layout/secret-command.ts";
import { knownChart } from "../validate/addons/charts-entry.ts";
import { hasRuntime, runsPipelines, servesModels } from "../validate/effective.ts";
import type { ClusterEntry, Inventory, TenantEntry } from "../validate/inventory.ts";
import {
  byHand,
  describedSecret,
  kafkaFormat,
  kafkaUsers,
  type NeededSecret,
  type SecretsInObjects,
} from "./secret-description.ts";

/** The Secrets of a cluster by namespace and name. */
export function neededSecrets(
  inventory: Pick<Inventory, "charts">,
  cluster: ClusterEntry,
  objects: SecretsInObjects,
): readonly NeededSecret[] {
  const all = [
    repositorySecret(cluster),
    ...addonSecretsOf(inventory, cluster),
    ...certificatesOf(cluster),
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

/** Secrets with the certificates of routes, of their clients and of issuers. */
function certificatesOf(cluster: ClusterEntry): readonly NeededSecret[] {
  return certificateSecrets(cluster).map((secret): NeededSecret => {
    const { certificate, usedBy } = secret;
    const manual = signedSecret(secret);
    return {
      ...manual,
      usedBy,
      delivery:
        certificate === undefined ? byHand(cluster, manual) : { by: "object", kind: "Certificate", name: certificate },
    };
  });
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
    ...operatorSecretNeeds(scope).map((need) =>
      describedSecret({ cluster, namespace, objects }, need, ["Seldon's operator"]),
    ),
    ...runtimeSecretNeeds(scope).map((need) => {
      const streams = cluster.tenants.some((tenant) => hasRuntime(cluster, tenant) && runsPipelines(tenant));
      return describedSecret(
        { cluster, namespace, objects, recipient },
        need,
        kafkaUsers(cluster.platform, need, streams),
      );
    }),
  ];
}

function tenantSecrets(cluster: ClusterEntry, tenant: TenantEntry, objects: SecretsInObjects): readonly NeededSecret[] {
  const scope = tenantScope(cluster, tenant);
  const namespace = tenant.name;
  const recipient = tenantRecipient(scope);
  const needs = secretNeeds(scope).map((need) =>
    describedSecret(
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
