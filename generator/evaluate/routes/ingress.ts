import { groupKindOf, ingressKind } from "../../models/kinds.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { labelsAt, listAt, numberAt, textAt } from "../manifests/reading.ts";
import type { ObjectReference, ProxyEdge } from "./edge.ts";
import { objectNamespace, objectsOf, referenceTo } from "./objects.ts";
import type { Backend, PathMatch } from "./route-table.ts";

/** A host of ingress-nginx, and its locations. */
export interface IngressServer {
  readonly host: string;
  /** The authorities of client certificates, as `<namespace>/<Secret>`. Empty if the host requires no certificate. */
  readonly authorities: readonly string[];
  readonly locations: readonly IngressLocation[];
}

export interface IngressLocation {
  readonly object: ObjectReference;
  readonly match: PathMatch;
  readonly protocol: "http" | "grpc";
  /** The header Host that nginx forwards. Undefined for that of the request. */
  readonly upstreamHost: string | undefined;
  /** Undefined if the location has no Service. The port is 0 if the Ingress names it. */
  readonly backend: Backend | undefined;
}

const prefix = "nginx.ingress.kubernetes.io/";

/** The servers of ingress-nginx. It merges the Ingress objects of a host, and the first object with a path keeps the path. */
export function ingressServers(objects: readonly KubernetesObject[], edge: ProxyEdge): readonly IngressServer[] {
  const { group, kind } = groupKindOf(ingressKind);
  const rules = objectsOf(objects, group, kind)
    .filter((object) => ingressClassOf(object) === (edge.ingressClass ?? "nginx"))
    .flatMap((object) =>
      listAt(object, "spec", "rules").map((rule) => ({
        host: (textAt(rule, "host") ?? "*").toLowerCase(),
        certificates: certificatesOf(object),
        locations: listAt(rule, "http", "paths").flatMap((path) => locationsOf(object, path)),
      })),
    );
  return [...Map.groupBy(rules, ({ host }) => host)].map(([host, found]) => ({
    host,
    authorities: authoritiesOf(found.flatMap(({ certificates }) => certificates)),
    locations: found.flatMap(({ locations }) => locations),
  }));
}

/** nginx chooses an exact location first, then the longest prefix. */
export function ingressLocation(server: IngressServer, path: string): IngressLocation | undefined {
  const exact = server.locations.find(({ match }) => match.type === "exact" && match.value === path);
  if (exact !== undefined) return exact;
  const prefixes = server.locations.filter(({ match }) => match.type !== "exact" && path.startsWith(match.value));
  return prefixes.toSorted((left, right) => right.match.value.length - left.match.value.length)[0];
}

export function ingressClassOf(object: KubernetesObject): string | undefined {
  return (
    textAt(object, "spec", "ingressClassName") ??
    textAt(object, "metadata", "annotations", "kubernetes.io/ingress.class")
  );
}

interface ClientCertificates {
  readonly authority: string;
  readonly isRequired: boolean;
}

/** `optional` and `optional_no_ca` do not reject a request without a certificate. */
function certificatesOf(object: KubernetesObject): readonly ClientCertificates[] {
  const annotations = labelsAt(object, "metadata", "annotations");
  const secret = annotations[`${prefix}auth-tls-secret`];
  if (secret === undefined) return [];
  const authority = secret.includes("/") ? secret : `${objectNamespace(object)}/${secret}`;
  return [{ authority, isRequired: (annotations[`${prefix}auth-tls-verify-client`] ?? "on") === "on" }];
}

/** ingress-nginx uses the oldest Ingress of a host with an authority. Rendered objects have no age, so any of them counts. */
function authoritiesOf(certificates: readonly ClientCertificates[]): readonly string[] {
  if (certificates.some(({ isRequired }) => !isRequired)) return [];
  return [...new Set(certificates.map(({ authority }) => authority))];
}

/** ingress-nginx writes a Prefix as two locations: the path itself, and the prefix with a last slash. */
function locationsOf(object: KubernetesObject, path: unknown): readonly IngressLocation[] {
  const annotations = labelsAt(object, "metadata", "annotations");
  const value = textAt(path, "path") ?? "/";
  const type = textAt(path, "pathType");
  const service = textAt(path, "backend", "service", "name");
  const location = {
    object: referenceTo(object),
    upstreamHost: annotations[`${prefix}upstream-vhost`],
    protocol: annotations[`${prefix}backend-protocol`]?.startsWith("GRPC") ? ("grpc" as const) : ("http" as const),
    backend:
      service === undefined
        ? undefined
        : {
            namespace: objectNamespace(object),
            service,
            port: numberAt(path, "backend", "service", "port", "number") ?? 0,
          },
  };
  if (type === "Exact") return [{ ...location, match: { type: "exact", value } }];
  if (type !== "Prefix" || value.endsWith("/")) return [{ ...location, match: { type: "prefix", value } }];
  return [
    { ...location, match: { type: "exact", value } },
    { ...location, match: { type: "prefix", value: `${value}/` } },
  ];
}
