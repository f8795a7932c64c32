import { isDeepStrictEqual } from "node:util";
import { annotationValue, edgeAnnotations, edgeObjectFields, ingressPath } from "../../admission/edges.ts";
import { labelsAt, listAt, mapAt, numberAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { issuedCertificate } from "../../generate/routes/certificates.ts";
import { validClientsOnly } from "../../generate/routes/gateway-api.ts";
import { authorityAnnotation, upstreamHostAnnotation } from "../../generate/routes/ingress-and-istio.ts";
import type { Path } from "../../load/source.ts";
import {
  apiGatewayKind,
  authorizationPolicyKind,
  certificateKind,
  ingressKind,
  istioGatewayKind,
} from "../../models/kinds.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import type { EdgeGateway } from "../../patterns/edge.ts";
import type { ClusterEntry } from "../../validate/inventory.ts";

/** The tenant of an object in the namespace of the gateway, and its place. */
export interface EdgePlace {
  readonly tenant: string;
  readonly namespace: string;
  /** Undefined on a cluster that takes no routes. */
  readonly gateway: EdgeGateway | undefined;
  /** Undefined without an Ingress controller in front of the gateway. */
  readonly ingressClass: string | undefined;
  readonly cluster: ClusterEntry;
}

interface Named {
  readonly name: string;
  readonly path: Path;
}

interface EdgeCheck {
  /** Hosts, without a namespace or a port. A host that every namespace may use begins with `*` and a slash. */
  readonly hosts?: (object: KubernetesObject, place: EdgePlace) => readonly Named[];
  readonly secrets?: (object: KubernetesObject, place: EdgePlace) => readonly Named[];
  /** Whether other fields have the values that the generator writes. */
  readonly complies: (object: KubernetesObject, place: EdgePlace) => boolean;
}

/** The hosts and Secrets of the objects of routes, and the check of their other fields, by kind. */
export const edgeChecks: Readonly<Record<string, EdgeCheck>> = {
  [apiGatewayKind]: {
    hosts: (object) =>
      each(object, "spec", "listeners").map(({ item, path }) => ({
        name: textAt(item, "hostname") ?? "",
        path: [...path, "hostname"],
      })),
    secrets: (object) =>
      [
        ...each(object, "spec", "listeners").flatMap(({ item, path }) =>
          each(item, "tls", "certificateRefs").map((found) => ({ ...found, path: [...path, ...found.path] })),
        ),
        ...each(object, "spec", "tls", "frontend", "default", "validation", "caCertificateRefs"),
      ].map(({ item, path }) => ({ name: referenceName(item), path: [...path, "name"] })),
    complies: isOwnGateway,
  },
  [istioGatewayKind]: {
    hosts: (object, { tenant }) =>
      textsIn(each(object, "spec", "servers"), "hosts").map(({ name, path }) => ({
        name: name.startsWith(`${tenant}/`) ? name.slice(tenant.length + 1) : `*/${name}`,
        path,
      })),
    complies: (object, { gateway }) =>
      isDeepStrictEqual({ ...labelsAt(object, "spec", "selector") }, { ...gateway?.workload.pods }) &&
      listAt(object, "spec", "servers").every(
        (server) =>
          hasOnly(mapAt(server), ["hosts", "port"]) &&
          textAt(server, "port", "protocol") === "HTTP" &&
          numberAt(server, "port", "number") === gateway?.behind,
      ),
  },
  [ingressKind]: {
    hosts: (object) => [
      ...each(object, "spec", "rules").map(({ item, path }) => ({
        name: textAt(item, "host") ?? "",
        path: [...path, "host"],
      })),
      ...textsIn(each(object, "spec", "tls"), "hosts"),
    ],
    secrets: ingressSecrets,
    complies: (object, { tenant, namespace, gateway, ingressClass }) =>
      ingressClass !== undefined &&
      textAt(object, "spec", "ingressClassName") === ingressClass &&
      isClientAuthority(textAt(object, "metadata", "annotations", authorityAnnotation), tenant, `${namespace}/`) &&
      listAt(object, "spec", "rules").every(
        (rule) =>
          // Without it, nginx would forward the host of another tenant, whose certificates and limits it has not checked.
          (textAt(rule, "host") ?? "") === (textAt(object, "metadata", "annotations", upstreamHostAnnotation) ?? "") &&
          listAt(rule, "http", "paths").every(
            (path) =>
              textAt(path, "pathType") === "Exact" &&
              new RegExp(ingressPath).test(textAt(path, "path") ?? "") &&
              textAt(path, "backend", "service", "name") === gateway?.service &&
              numberAt(path, "backend", "service", "port", "number") === gateway?.behind,
          ),
      ),
  },
  [certificateKind]: {
    hosts: (object) => textsIn([{ item: object, path: [] }], "spec", "dnsNames"),
    // Into another Secret of the tenant, cert-manager would write the authority of the platform as that of clients.
    complies: (object, { tenant, cluster }) =>
      textAt(object, "metadata", "name") === issuedCertificate(tenant) &&
      textAt(object, "spec", "secretName") === issuedCertificate(tenant) &&
      textAt(object, "spec", "issuerRef", "kind") === "ClusterIssuer" &&
      textAt(object, "spec", "issuerRef", "name") === cluster.spec.network.certificates?.issuer,
  },
  [authorizationPolicyKind]: {
    hosts: (object) =>
      each(object, "spec", "rules")
        .flatMap(({ item, path }) =>
          textsIn(
            each(item, "to").map((to) => ({ ...to, path: [...path, ...to.path] })),
            "operation",
            "hosts",
          ),
        )
        .map(({ name, path }) => ({ name: name.replace(/:\*$/, ""), path })),
    // A rule without hosts applies to all hosts.
    complies: (object) =>
      textAt(object, "spec", "action") === "DENY" &&
      listAt(object, "spec", "rules").every((rule) => {
        const to = listAt(rule, "to");
        return to.length > 0 && to.every((item) => textsAt(item, "operation", "hosts").length > 0);
      }),
  },
};

/** With another address, Istio would create pods and a load balancer (1.31). */
function isOwnGateway(object: KubernetesObject, { tenant, namespace, gateway, cluster }: EdgePlace): boolean {
  if (gateway === undefined) return false;
  const value = `${gateway.service}.${namespace}.svc.${cluster.spec.network.dns.domain}`;
  const [address, ...more] = listAt(object, "spec", "addresses");
  const validation = mapAt(object, "spec", "tls", "frontend", "default", "validation");
  return (
    textAt(object, "spec", "gatewayClassName") === gateway.class &&
    isDeepStrictEqual({ ...mapAt(address) }, { type: "Hostname", value }) &&
    more.length === 0 &&
    hasOnly(mapAt(object, "spec", "tls"), ["frontend"]) &&
    hasOnly(mapAt(object, "spec", "tls", "frontend"), ["default"]) &&
    hasOnly(mapAt(object, "spec", "tls", "frontend", "default"), ["validation"]) &&
    ["", validClientsOnly].includes(textAt(validation, "mode") ?? "") &&
    listAt(validation, "caCertificateRefs").every(
      (reference) => isSecret(reference) && isClientAuthority(textAt(reference, "name") ?? "", tenant),
    ) &&
    listAt(object, "spec", "listeners").every(
      (listener) =>
        numberAt(listener, "port") === 443 &&
        textAt(listener, "protocol") === "HTTPS" &&
        hasOnly(mapAt(listener, "tls"), ["certificateRefs", "mode"]) &&
        listAt(listener, "tls", "certificateRefs").every(isSecret) &&
        textAt(listener, "allowedRoutes", "namespaces", "from") === "Selector" &&
        textAt(listener, "allowedRoutes", "namespaces", "selector", "matchLabels", "kubernetes.io/metadata.name") ===
          tenant,
    )
  );
}

function isSecret(reference: unknown): boolean {
  return (textAt(reference, "group") ?? "") === "" && (textAt(reference, "kind") ?? "Secret") === "Secret";
}

/** Whether a Secret contains an authority of the tenant's clients. The Secret of a Certificate contains that of the platform. */
function isClientAuthority(name: string | undefined, tenant: string, namespace = ""): boolean {
  const [prefix, certificate] = [`${namespace}${tenant}.`, `${namespace}${issuedCertificate(tenant)}`];
  return name === undefined || (name.startsWith(prefix) && name !== certificate);
}

function ingressSecrets(object: KubernetesObject, { namespace }: EdgePlace): readonly Named[] {
  const authority = textAt(object, "metadata", "annotations", authorityAnnotation);
  const named = [
    ...each(object, "spec", "tls").flatMap(({ item, path }) => {
      const name = textAt(item, "secretName") ?? "";
      return name === "" ? [] : [{ name, path: [...path, "secretName"] }];
    }),
    ...(authority === undefined ? [] : [{ name: authority, path: ["metadata", "annotations", authorityAnnotation] }]),
  ];
  return named.map(({ name, path }) => ({
    name: name.startsWith(`${namespace}/`) ? name.slice(namespace.length + 1) : name,
    path,
  }));
}

/** Whether a host is the tenant's domain, or below it. */
export function isOwnHost(host: string, { tenant, cluster }: EdgePlace): boolean {
  const { domain } = cluster.spec.network;
  const own = `${tenant}.${domain}`;
  return domain !== undefined && (host === own || (host.endsWith(`.${own}`) && !host.includes("/")));
}

/** Whether a Secret belongs to the tenant, or contains the certificate for all tenants. */
export function isOwnSecret(name: string, { tenant, cluster }: EdgePlace): boolean {
  return name.startsWith(`${tenant}.`) || name === cluster.spec.network.certificates?.secret;
}

/** The annotations and fields that no object of a route has. */
export function foreignParts(kind: string, object: KubernetesObject): readonly Path[] {
  const annotations = Object.entries(labelsAt(object, "metadata", "annotations"))
    .filter(
      ([name, value]) =>
        !name.startsWith("argocd.argoproj.io/") &&
        !(edgeAnnotations.includes(name) && new RegExp(annotationValue).test(value)),
    )
    .map(([name]) => ["metadata", "annotations", name]);
  const fields = Object.keys(mapAt(object, "spec")).filter((field) => edgeObjectFields[kind]?.includes(field) !== true);
  return [...annotations, ...fields.map((field) => ["spec", field])];
}

function hasOnly(map: object, fields: readonly string[]): boolean {
  return Object.keys(map).every((field) => fields.includes(field));
}

/** The name of a Secret. A name with a namespace contains a slash, so it belongs to no tenant. */
function referenceName(reference: unknown): string {
  const namespace = textAt(reference, "namespace");
  return `${namespace === undefined ? "" : `${namespace}/`}${textAt(reference, "name") ?? ""}`;
}

interface Found {
  readonly item: unknown;
  readonly path: Path;
}

function each(data: unknown, ...path: Path): readonly Found[] {
  return listAt(data, ...path).map((item, index) => ({ item, path: [...path, index] }));
}

function textsIn(found: readonly Found[], ...below: Path): readonly Named[] {
  return found.flatMap(({ item, path }) =>
    textsAt(item, ...below).map((name, index) => ({ name, path: [...path, ...below, index] })),
  );
}
