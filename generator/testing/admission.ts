import { parse } from "yaml";
import type { AdmissionCase } from "../admission/corpus/case.ts";
import type { ManifestContext } from "../evaluate/manifests/manifest-set.ts";
import { namespaceLabelsOn } from "../evaluate/manifests/unit-manifests.ts";
import { type ClusterScope, clusterScope } from "../generate/scope.ts";
import { groupVersion, type KubernetesObject } from "../models/kubernetes-object.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import type { PatternName } from "../validate/terms.ts";
import { connectedAddons } from "./connected-addons.ts";
import { inventoryOf } from "./inventory.ts";
import { inventoryWith } from "./rules.ts";

const model = `
servers: { mlserver: { template: mlserver } }
models: { m: { storageUri: "s3://churn/m", requirements: [sklearn] } }
`;

/**
 * The tenants churn, with a model, and pricing on production, with the add-ons of `connectedAddons`, on the pattern of a case. The gateway
 * takes routes.
 */
export function corpusScope(pattern: PatternName = "standard"): ClusterScope {
  const { clusters } = inventoryWith(model, { pricing: "" });
  const cluster = clusters.find(({ name }) => name === "production");
  if (cluster === undefined) throw new Error("missing cluster production");
  const seldon = { ...cluster.spec.seldon, pattern };
  const network = { ...cluster.spec.network, certificates: { issuer: "acme-ca", secret: "models-tls" } };
  return clusterScope({ ...cluster, addons: addonsOfProduction(), spec: { ...cluster.spec, seldon, network } });
}

let addons: readonly AddonEntry[] | undefined;

function addonsOfProduction(): readonly AddonEntry[] {
  addons ??= inventoryOf(connectedAddons())
    .clusters.find(({ name }) => name === "production")
    ?.addons.map(takingRoutes);
  return addons ?? [];
}

function takingRoutes(addon: AddonEntry): AddonEntry {
  const { provides } = addon.spec;
  if (provides.gateway === undefined) return addon;
  const routes = { service: "edge", behind: "https", keys: "control", paths: "BASE" } as const;
  const gateway = { ...provides.gateway, class: "istio", routes };
  const ingressController = { workload: "proxy", class: "nginx", service: "edge" };
  return { ...addon, spec: { ...addon.spec, provides: { ...provides, gateway, gatewayApi: {}, ingressController } } };
}

/** The context that rules have for a case. It includes a namespace without an enforced Pod Security level. */
export function corpusContext({ platform, cluster }: ClusterScope): ManifestContext {
  const namespaces = new Map([...namespaceLabelsOn(cluster), ["loose", { "tenantry.dev/tenant": "loose" }] as const]);
  return { platform, cluster, tenant: cluster.tenants[0], namespaces };
}

/** An object of a case. A namespaced object without a namespace is put into the tenant's namespace. */
export function objectOf(text: string): KubernetesObject {
  const object: KubernetesObject = parse(text);
  if (object.kind === "Namespace" || object.metadata?.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace: "churn" } };
}

/** The resource name of a kind in the API. */
export function pluralOf(kind: string): string {
  const word = kind.toLowerCase();
  if (word === "endpoints") return word;
  if (/(s|x|ch)$/.test(word)) return `${word}es`;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}

/** The API path that creates objects of this kind. */
export function collectionOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  const root = groupVersion(apiVersion).group === "" ? `/api/${apiVersion}` : `/apis/${apiVersion}`;
  return metadata?.namespace === undefined
    ? `${root}/${pluralOf(kind)}`
    : `${root}/namespaces/${metadata.namespace}/${pluralOf(kind)}`;
}

/** The permission that a case requires: the verb, and the resource with its subresource. */
export function permissionsOf({ object, before, deleted, subresource }: AdmissionCase): {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
} {
  const { apiVersion, kind } = objectOf(before ?? object);
  const verb = deleted === true ? "delete" : before === undefined ? "create" : "patch";
  const resource = subresource === undefined ? pluralOf(kind) : `${pluralOf(kind)}/${subresource}`;
  return { verb, group: groupVersion(apiVersion).group, resource };
}
