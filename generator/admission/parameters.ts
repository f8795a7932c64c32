import { sharedAliases, sharedEnvoy } from "../generate/runtime-stubs.ts";
import { type ClusterScope, sortedEntries } from "../generate/scope.ts";
import { argoCDUser } from "../layout/argo-cd.ts";
import { hostedKindNames } from "../layout/hosted-layout.ts";
import { addedKinds, partKinds } from "../layout/kinds.ts";
import { hostedParts } from "../layout/paths.ts";
import { edgeOf } from "../patterns/edge.ts";
import { partsOnCluster } from "../patterns/pattern.ts";
import { injectedImages } from "../validate/addons/mesh.ts";
import { allowedRegistries } from "../validate/image-mirror.ts";
import type { AdmissionRule } from "./policy.ts";

/** The values of a cluster that the policies need: lists with one entry a line, or single words. */
export function parametersOf(scope: ClusterScope, rules: readonly AdmissionRule[]): Readonly<Record<string, string>> {
  const lists = Object.entries(parameters).map(([name, list]) => [name, list(scope).join("\n")] as const);
  return Object.fromEntries([...lists, ["waivers", waivers(scope, rules).join("\n")]]);
}

const parameters: Readonly<Record<string, (scope: ClusterScope) => readonly string[]>> = {
  /** Groups that may change by hand the objects that otherwise only git changes. */
  administrators: ({ platform }) => platform.spec.administrators,
  /** `<name>=<external name>`. */
  aliases: (scope) => sharedAliases(scope).map(({ name, of }) => `${name}=${of}`),
  /** The ClusterIssuer of the tenants' routes. */
  certificateIssuer: ({ cluster }) => [cluster.spec.network.certificates?.issuer ?? ""],
  /** The Secret that the platform fills for the routes of all tenants. */
  certificateSecret: ({ cluster }) => [cluster.spec.network.certificates?.secret ?? ""],
  clusterDomain: ({ cluster }) => [cluster.spec.network.dns.domain],
  domain: ({ cluster }) => [cluster.spec.network.domain ?? ""],
  /** The Service of Seldon's Envoy. */
  envoyService: ({ seldon }) => [seldon.service.mesh],
  gatewayClass: ({ cluster }) => [edgeOf(cluster)?.gateway.class ?? ""],
  /** `<label>=<value>` for each label that selects the pods of the gateway. */
  gatewayPods: ({ cluster }) =>
    sortedEntries(edgeOf(cluster)?.gateway.workload.pods ?? {}).map(([label, value]) => `${label}=${value}`),
  /** The port of the gateway for requests from an Ingress controller. */
  gatewayPort: ({ cluster }) => [String(edgeOf(cluster)?.gateway.behind ?? "")],
  gatewayService: ({ cluster }) => [edgeOf(cluster)?.gateway.service ?? ""],
  /** The IngressClass of the tenants' routes. */
  ingressClass: ({ cluster }) => [edgeOf(cluster)?.ingress?.class ?? ""],
  /** Images of the containers that the mesh adds to pods. */
  injectedImages: ({ cluster }) => injectedImages(cluster),
  /** `<pool> <network>`. */
  loadBalancers: ({ cluster }) =>
    sortedEntries(cluster.spec.network.loadBalancerPools).flatMap(([pool, networks]) =>
      networks.map((network) => `${pool} ${network}`),
    ),
  /** The account of an operator that runs in the namespace of its tenant. */
  operator: ({ pattern, seldon }) => [pattern.operator === "tenant" ? seldon.access.operator.account : ""],
  registries: ({ platform, cluster }) => allowedRegistries(platform, cluster.spec),
  /** The name in DNS of the Envoy that tenants share. */
  sharedEnvoy: (scope) => [sharedEnvoy(scope) ?? ""],
  storageClasses: ({ cluster: { spec } }) => [spec.storageClasses.default, ...spec.storageClasses.others],
  /** `<part> <kind>` for each kind that a part of a tenant applies, in its namespace or, for its shares, in those of add-ons. */
  synced: (scope) => {
    const { cluster, pattern } = scope;
    return [
      ...partsOnCluster(pattern, cluster).flatMap((part) =>
        partKinds(part, pattern, addedKinds(cluster)).map((kind) => `${part} ${kind}`),
      ),
      ...hostedParts.flatMap((part) => hostedKindNames(scope, part).map((kind) => `${part} ${kind}`)),
    ];
  },
  /** The user or account that Argo CD has on this cluster. */
  syncers: ({ cluster }) => [argoCDUser(cluster)],
  tenants: ({ cluster }) => cluster.tenants.map(({ name }) => name),
  users: ({ cluster }) => (cluster.spec.argoCD.user === undefined ? [] : [cluster.spec.argoCD.user]),
};

/** `<code>` for a rule that is waived on the cluster, `<tenant> <code>` for one that is waived in one namespace. */
function waivers({ platform, cluster }: ClusterScope, rules: readonly AdmissionRule[]): readonly string[] {
  const codes = rules
    .filter(({ inCluster, neverWaived }) => inCluster !== undefined && neverWaived === undefined)
    .map(({ code }) => code);
  const waived = (item: { readonly spec: { readonly waivers: object } }): readonly string[] =>
    codes.filter((code) => Object.hasOwn(item.spec.waivers, code)).sort();
  return [
    ...new Set([...waived(platform), ...waived(cluster)]),
    ...cluster.tenants.flatMap((tenant) => waived(tenant).map((code) => `${tenant.name} ${code}`)),
  ];
}
