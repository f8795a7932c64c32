import { compareStrings } from "../diagnostics/diagnostic.ts";
import { ExternalSecret, Role, RoleBinding, SecretStore, ServiceAccount } from "../models/kubernetes-classes.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { managedBy, tenantLabel } from "../models/marks.ts";
import { addonFacts, clusterFacts } from "../validate/addons/facts.ts";
import { fillNode } from "../validate/addons/fill.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { hasLeft, providerOf, tenantsStage } from "../validate/addons/retire.ts";
import type { TenantObject } from "../validate/addons/tenant-object.ts";
import { quotaOf, runsPipelines, servesModels } from "../validate/effective.ts";
import type { Origin, TenantEntry } from "../validate/inventory.ts";
import { isMap } from "../validate/merge.ts";
import { type Generated, metadata, type ObjectPlace, sortedEntries, syncOrder, type TenantScope } from "./scope.ts";

/** An object of an add-on for one tenant, and the Secrets that the tenant gets copies of. */
interface Share {
  readonly object: KubernetesObject;
  readonly secrets: readonly DeliveredSecret[];
  readonly origin: Origin;
}

interface DeliveredSecret {
  /** In the add-on's namespace. */
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly string[];
  /** In the tenant's namespace. */
  readonly to: string;
}

/**
 * What the tenant gets in the namespaces of the platform's add-ons: the object of each, and the right of one account of the
 * tenant's namespace to read exactly one Secret there.
 */
export function tenantShares(scope: TenantScope): readonly Generated[] {
  const delivers = deliversSecrets(scope);
  return sharesOf(scope).flatMap(({ object, secrets, origin }) => [
    { object, origin },
    ...(delivers ? secrets.flatMap((secret) => readerOf(scope, secret, origin)) : []),
  ]);
}

/**
 * The Secrets that add-ons give to the tenant, in its namespace. External Secrets Operator reads each as an account that may
 * read no other Secret.
 */
export function sharedSecrets(scope: TenantScope): readonly Generated[] {
  if (!deliversSecrets(scope)) return [];
  return sharesOf(scope).flatMap(({ secrets, origin }) => secrets.flatMap((secret) => copyOf(scope, secret, origin)));
}

/** Whether something on the cluster copies Secrets from one namespace to another. */
export function deliversSecrets({ cluster }: Pick<TenantScope, "cluster">): boolean {
  return providerOf(cluster.addons, "secrets") !== undefined;
}

/** The namespaces of the add-ons that can contain objects of tenants. */
export function shareNamespaces(addons: readonly AddonEntry[]): readonly string[] {
  const all = addons.flatMap(({ spec }) => Object.values(spec.perTenant).map(({ namespace }) => namespace));
  return [...new Set(all)].sort(compareStrings);
}

function sharesOf(scope: TenantScope): readonly Share[] {
  const { cluster, tenant } = scope;
  if (cluster.addons.every(({ spec }) => Object.keys(spec.perTenant).length === 0)) return [];
  const known = clusterFacts(cluster);
  const giving = cluster.addons.filter((addon) => !hasLeft(addon, tenantsStage));
  return giving.flatMap((addon) =>
    sortedEntries(addon.spec.perTenant)
      .filter(([, { when }]) => conditions[when](scope))
      .map(([key, declared]) => {
        const facts = { ...addonFacts(known, addon), tenant: tenant.name };
        const { secrets, namespace } = declared;
        return {
          object: inPlace(fillNode(declared.object, facts).value, namespace, tenant),
          secrets: secrets.map((secret) => ({
            ...secret,
            namespace,
            name: String(fillNode(secret.name, facts).value),
          })),
          origin: addon.at("perTenant", key),
        };
      }),
  );
}

const conditions: Readonly<Record<TenantObject["when"], (scope: TenantScope) => boolean>> = {
  always: () => true,
  models: ({ tenant }) => servesModels(tenant),
  pipelines: ({ tenant }) => runsPipelines(tenant),
  loadBalancers: ({ platform, tenant }) => (quotaOf(platform.spec, tenant)?.loadBalancers ?? 0) > 0,
};

function inPlace(object: unknown, namespace: string, tenant: TenantEntry): KubernetesObject {
  const { apiVersion, kind, metadata: written, ...rest } = isMap(object) ? object : {};
  const own = isMap(written) ? written : {};
  const labels = isMap(own["labels"]) ? own["labels"] : {};
  return {
    apiVersion: String(apiVersion),
    kind: String(kind),
    metadata: { ...own, namespace, labels: { ...labels, ...managedBy, [tenantLabel]: tenant.name } },
    ...rest,
  } as KubernetesObject;
}

/** The account in the tenant's namespace that reads one Secret. */
function readerName({ to }: DeliveredSecret): string {
  return `${to}-reader`;
}

function readerOf(scope: TenantScope, secret: DeliveredSecret, origin: Origin): readonly Generated[] {
  const place: ObjectPlace = { namespace: secret.namespace, labels: scope.place.labels };
  // The namespace is shared by all tenants, so the name contains the tenant's.
  const name = `${scope.tenant.name}.${readerName(secret)}`;
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
        subjects: [{ kind: "ServiceAccount", name: readerName(secret), namespace: scope.tenant.name }],
      }),
      origin,
      sync: { order: syncOrder.guardrail },
    },
  ];
}

function copyOf(scope: TenantScope, secret: DeliveredSecret, origin: Origin): readonly Generated[] {
  const account = readerName(secret);
  return [
    {
      object: new ServiceAccount({ metadata: metadata(scope, account), automountServiceAccountToken: false }),
      origin,
      sync: { order: syncOrder.guardrail },
    },
    {
      object: new SecretStore({
        metadata: metadata(scope, secret.to),
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
        metadata: metadata(scope, secret.to),
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
