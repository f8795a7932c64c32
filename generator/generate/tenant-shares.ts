import { compareStrings } from "../diagnostics/diagnostic.ts";
import { ExternalSecret, Role, RoleBinding, SecretStore, ServiceAccount } from "../models/kubernetes-classes.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { addonFacts, clusterFacts } from "../validate/addons/facts.ts";
import { fillNode } from "../validate/addons/fill.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { hasLeft, providerOf, tenantsStage } from "../validate/addons/retire.ts";
import { objectShares, type TenantObject } from "../validate/addons/tenant-object.ts";
import type { Origin } from "../validate/inventory.ts";
import { isMap } from "../validate/merge.ts";
import { type Generated, metadata, type ObjectPlace, syncOrder } from "./scope.ts";
import type { ShareRecipient } from "./share-recipient.ts";

/** An object of an add-on for one namespace, and the Secrets that the namespace gets copies of. */
export interface Share extends Pick<TenantObject, "gives" | "whenRemoved"> {
  readonly addon: string;
  readonly object: KubernetesObject;
  readonly secrets: readonly GivenSecret[];
  readonly origin: Origin;
}

export interface GivenSecret {
  /** In the add-on's namespace. */
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly string[];
  /** In the namespace that gets it. */
  readonly to: string;
}

/** The objects and Secrets that a namespace gets from the add-ons of its cluster. */
export function sharesOf(recipient: ShareRecipient): readonly Share[] {
  const { addons } = recipient.cluster;
  if (addons.every(({ spec }) => Object.keys(spec.perTenant).length === 0)) return [];
  return addons.flatMap((addon) => sharesFrom(addon, recipient));
}

/** The same of one add-on, until the objects of tenants have left the cluster. */
export function sharesFrom(addon: AddonEntry, { cluster, place, gets }: ShareRecipient): readonly Share[] {
  if (hasLeft(addon, tenantsStage)) return [];
  const given = objectShares(addon.spec)
    .filter(([, template]) => gets(template))
    .sort(([left], [right]) => compareStrings(left, right));
  if (given.length === 0) return [];
  const facts = { ...addonFacts(clusterFacts(cluster), addon), tenant: place.namespace };
  return given.map(([key, { object, secrets, namespace, gives, whenRemoved }]) => ({
    addon: addon.name,
    object: inPlace(fillNode(object, facts).value, { namespace, labels: place.labels }),
    secrets: secrets.map((secret) => ({ ...secret, namespace, name: String(fillNode(secret.name, facts).value) })),
    gives,
    whenRemoved,
    origin: addon.at("perTenant", key),
  }));
}

/**
 * The objects of shares in the namespaces of add-ons: the object of each, and the right of one account of the recipient to
 * read exactly one Secret there.
 */
export function shareObjects(recipient: ShareRecipient, shares: readonly Share[]): readonly Generated[] {
  const delivers = deliversSecrets(recipient);
  return shares.flatMap(({ object, secrets, origin }) => [
    { object, origin },
    ...(delivers ? secrets.flatMap((secret) => readerOf(recipient, secret, origin)) : []),
  ]);
}

/**
 * The Secrets of shares, in the recipient's namespace. External Secrets Operator reads each as an account that may read no
 * other Secret.
 */
export function secretCopies(recipient: ShareRecipient): readonly Generated[] {
  if (!deliversSecrets(recipient)) return [];
  return sharesOf(recipient).flatMap(({ secrets, origin }) =>
    secrets.flatMap((secret) => copyOf(recipient, secret, origin)),
  );
}

/** Whether something on the cluster copies Secrets from one namespace to another. */
export function deliversSecrets({ cluster }: Pick<ShareRecipient, "cluster">): boolean {
  return providerOf(cluster.addons, "secrets") !== undefined;
}

function inPlace(object: unknown, place: ObjectPlace): KubernetesObject {
  const { apiVersion, kind, metadata: written, ...rest } = isMap(object) ? object : {};
  const own = isMap(written) ? written : {};
  const labels = isMap(own["labels"]) ? own["labels"] : {};
  return {
    apiVersion: String(apiVersion),
    kind: String(kind),
    metadata: { ...own, namespace: place.namespace, labels: { ...labels, ...place.labels } },
    ...rest,
  } as KubernetesObject;
}

/** The account in the recipient's namespace that reads one Secret. */
export function readerName({ to }: Pick<GivenSecret, "to">): string {
  return `${to}-reader`;
}

/** External Secrets Operator 2.9 needs no other right: every account may ask for its own rights, and it never lists. */
function readerOf(recipient: ShareRecipient, secret: GivenSecret, origin: Origin): readonly Generated[] {
  const { namespace, labels } = recipient.place;
  const place: ObjectPlace = { namespace: secret.namespace, labels };
  // All recipients share the namespace, so the name contains the recipient's.
  const name = `${namespace}.${readerName(secret)}`;
  return [
    {
      object: new Role({
        metadata: metadata({ place }, name),
        rules: [{ apiGroups: [""], resources: ["secrets"], resourceNames: [secret.name], verbs: ["get"] }],
      }),
      origin,
      sync: { order: syncOrder.guardrail },
    },
    {
      object: new RoleBinding({
        metadata: metadata({ place }, name),
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
        subjects: [{ kind: "ServiceAccount", name: readerName(secret), namespace }],
      }),
      origin,
      sync: { order: syncOrder.guardrail },
    },
  ];
}

function copyOf(recipient: ShareRecipient, secret: GivenSecret, origin: Origin): readonly Generated[] {
  const account = readerName(secret);
  return [
    {
      object: new ServiceAccount({ metadata: metadata(recipient, account), automountServiceAccountToken: false }),
      origin,
      sync: { order: syncOrder.guardrail },
    },
    {
      object: new SecretStore({
        metadata: metadata(recipient, secret.to),
        spec: {
          provider: {
            kubernetes: {
              remoteNamespace: secret.namespace,
              server: {
                url: "kubernetes.default",
                caProvider: { type: "ConfigMap", name: "kube-root-ca.crt", key: "ca.crt" },
              },
              auth: { serviceAccount: { name: account } },
            },
          },
        },
      }),
      origin,
    },
    {
      object: new ExternalSecret({
        metadata: metadata(recipient, secret.to),
        spec: {
          refreshInterval: "1h0m0s",
          secretStoreRef: { kind: "SecretStore", name: secret.to },
          target: { name: secret.to, creationPolicy: "Owner", deletionPolicy: "Retain" },
          data: secret.keys.map((key) => ({
            secretKey: key,
            remoteRef: {
              key: secret.name,
              property: key,
              conversionStrategy: "Default",
              decodingStrategy: "None",
              metadataPolicy: "None",
            },
          })),
        },
      }),
      origin,
    },
  ];
}
