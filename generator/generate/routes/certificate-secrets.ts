import { edgeOf } from "../../patterns/edge.ts";
import { authorityOf, routesOf, servesRoutes } from "../../patterns/route.ts";
import { addonFacts, clusterFacts } from "../../validate/addons/facts.ts";
import { fillNode } from "../../validate/addons/fill.ts";
import { providerOf } from "../../validate/addons/retire.ts";
import type { ClusterEntry, TenantEntry } from "../../validate/inventory.ts";
import { isMap } from "../../validate/merge.ts";
import { sortedEntries, tenantScope } from "../scope.ts";
import { authoritySecret, certificateSecret } from "./certificates.ts";

/** A Secret with a certificate that routes need, in a namespace of an add-on. */
export interface CertificateSecret {
  readonly name: string;
  readonly namespace: string;
  /** The add-on with this namespace. */
  readonly addon: string;
  readonly type: "Opaque" | "kubernetes.io/tls";
  readonly description: string;
  readonly keys: readonly { readonly key: string; readonly format: "certificate" | "privateKey" }[];
  readonly usedBy: readonly string[];
  /** The only tenant with a use for it. Undefined if it is for all tenants. */
  readonly tenant: string | undefined;
  /** The Certificate from which cert-manager creates the Secret. Undefined if a person creates it. */
  readonly certificate: string | undefined;
}

const certificateKey = { key: "tls.crt", format: "certificate" } as const;
const pair = { type: "kubernetes.io/tls", keys: [certificateKey, { key: "tls.key", format: "privateKey" }] } as const;

/** The Secrets with certificates of a cluster: of the authorities that sign, of hosts, and of the authorities of clients. */
export function certificateSecrets(cluster: ClusterEntry): readonly CertificateSecret[] {
  return [...issuerSecrets(cluster), ...routeSecrets(cluster)];
}

/** The name of the Secret of each ClusterIssuer, by the name of the ClusterIssuer. Empty if no add-on describes them. */
export function issuerAuthorities(cluster: ClusterEntry): ReadonlyMap<string, string> {
  const addon = providerOf(cluster.addons, "certificates");
  const { issuers, authorities } = addon?.spec.provides.certificates ?? {};
  if (addon === undefined || issuers === undefined || authorities === undefined) return new Map();
  const { value } = fillNode(issuers, addonFacts(clusterFacts(cluster), addon));
  if (!isMap(value)) return new Map();
  return new Map(
    sortedEntries(value).flatMap(([issuer, entry]) => {
      const secret = isMap(entry) ? entry[authorities.field] : undefined;
      return typeof secret === "string" ? [[issuer, secret] as const] : [];
    }),
  );
}

function issuerSecrets(cluster: ClusterEntry): readonly CertificateSecret[] {
  const addon = providerOf(cluster.addons, "certificates");
  const namespace = addon?.spec.provides.certificates?.authorities?.namespace;
  if (addon === undefined || namespace === undefined) return [];
  return [...Map.groupBy(issuerAuthorities(cluster), ([, secret]) => secret)].map(([name, issuers]) => ({
    name,
    namespace,
    addon: addon.name,
    ...pair,
    description: "The certificate authority that signs certificates",
    usedBy: issuers.map(([issuer]) => `ClusterIssuer ${issuer}`),
    tenant: undefined,
    certificate: undefined,
  }));
}

function routeSecrets(cluster: ClusterEntry): readonly CertificateSecret[] {
  const edge = edgeOf(cluster);
  const tenants = cluster.tenants.filter((tenant) => servesRoutes(cluster, tenant));
  if (edge === undefined) return [];
  const place = { namespace: edge.gateway.workload.namespace, addon: edge.gateway.addon.name };
  const { secret } = cluster.spec.network.certificates ?? {};
  const ofHosts = { ...place, ...pair, description: "The certificate of the hosts" };
  const hosts =
    secret === undefined
      ? tenants.map((tenant) => {
          const name = certificateSecret({ scope: tenantScope(cluster, tenant) });
          return { ...ofHosts, name, usedBy: usedBy(tenant), tenant: tenant.name, certificate: name };
        })
      : [
          {
            ...ofHosts,
            name: secret,
            usedBy: ["the routes of all tenants"],
            tenant: undefined,
            certificate: undefined,
          },
        ];
  const clients = tenants.flatMap((tenant) =>
    [...new Set(routesOf(cluster, tenant).flatMap((route) => authorityOf(route) ?? []))].sort().map((authority) => ({
      name: authoritySecret(tenant.name, authority),
      ...place,
      type: "Opaque" as const,
      description: `The certificates of the authority ${authority}, which signs the certificates of clients`,
      keys: [{ key: "ca.crt", format: "certificate" as const }],
      usedBy: usedBy(tenant),
      tenant: tenant.name,
      certificate: undefined,
    })),
  );
  return [...hosts, ...clients];
}

function usedBy({ name }: TenantEntry): readonly string[] {
  return [`routes of ${name}`];
}
