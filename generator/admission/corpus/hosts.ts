import type { AdmissionCase } from "./case.ts";
import { httpToEnvoy, virtualToEnvoy } from "./envoy-routes.ts";

const backend = "backend: { service: { name: m, port: { number: 80 } } }";
const rule = (host: string): string =>
  `{ ${host === "" ? "" : `host: "${host}", `}http: { paths: [{ path: /, pathType: Prefix, ${backend} }] } }`;
const ingress = (...hosts: readonly string[]): string => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: i }
spec: { ingressClassName: nginx, rules: [${hosts.map(rule).join(", ")}] }
`;
const route = (kind: string, hosts: string, name = "r"): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: ${name} }
spec: { parentRefs: [{ name: gateway, namespace: gateways }]${hosts === "" ? "" : `, hostnames: [${hosts}]`} }
`;
const virtual = (hosts: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: v }
spec: { hosts: [${hosts}], gateways: [istio-system/public] }
`;

const toHost = (host: string): string =>
  virtual("churn.models.acme.test").replace(
    "public] }",
    `public], http: [{ route: [{ destination: { host: ${host} } }] }] }`,
  );

export const hostCases: readonly AdmissionCase[] = [
  { name: "the tenant's domain", object: ingress("churn.models.acme.test"), admitted: true },
  { name: "a host below the tenant's domain", object: ingress("v2.churn.models.acme.test"), admitted: true },
  { name: "all hosts below the tenant's domain", object: ingress("*.churn.models.acme.test"), admitted: true },
  { name: "another tenant's domain", object: ingress("pricing.models.acme.test"), admitted: false },
  { name: "the domain of the cluster", object: ingress("models.acme.test"), admitted: false },
  { name: "a host with the same ending", object: ingress("nochurn.models.acme.test"), admitted: false },
  {
    name: "a host that starts with the tenant's domain",
    object: ingress("churn.models.acme.test.evil.test"),
    admitted: false,
  },
  {
    name: "two hosts, one of them outside of the tenant's domain",
    object: ingress("churn.models.acme.test", "acme.test"),
    admitted: false,
  },
  { name: "no host", object: ingress(""), admitted: false },
  {
    name: "a default backend in addition to a host",
    object: ingress("churn.models.acme.test").replace(
      "rules:",
      "defaultBackend: { service: { name: m, port: { number: 80 } } }, rules:",
    ),
    admitted: false,
  },
  {
    name: "a default backend without a host",
    object: ingress().replace("rules: []", "defaultBackend: { service: { name: m, port: { number: 80 } } }"),
    admitted: false,
  },
  {
    name: "a certificate for a host outside of the tenant's domain",
    object: ingress("churn.models.acme.test").replace("rules:", "tls: [{ hosts: [acme.test], secretName: t }], rules:"),
    admitted: false,
  },
  {
    name: "a certificate for a host in the tenant's domain",
    object: ingress("churn.models.acme.test").replace(
      "rules:",
      "tls: [{ hosts: [churn.models.acme.test], secretName: t }], rules:",
    ),
    admitted: true,
  },
  ...["HTTPRoute", "GRPCRoute", "TLSRoute"].flatMap((kind): readonly AdmissionCase[] => [
    { name: `${kind}: the tenant's domain`, object: route(kind, "churn.models.acme.test"), admitted: true },
    { name: `${kind}: another tenant's domain`, object: route(kind, "pricing.models.acme.test"), admitted: false },
    { name: `${kind}: every host`, object: route(kind, ""), admitted: false },
  ]),
  {
    name: "a host that changes to one outside of the tenant's domain",
    before: route("HTTPRoute", "churn.models.acme.test", "moved"),
    object: route("HTTPRoute", "acme.test", "moved"),
    admitted: false,
  },
  { name: "VirtualService: the tenant's domain", object: virtual("churn.models.acme.test"), admitted: true },
  {
    name: "VirtualService: the tenant's domain in capitals",
    object: virtual("Churn.Models.acme.test"),
    admitted: true,
  },
  { name: "VirtualService: the tenant's Service", object: virtual("seldon-mesh"), admitted: true },
  {
    name: "VirtualService: the full name of the tenant's Service",
    object: virtual("seldon-mesh.churn.svc.cluster.local"),
    admitted: true,
  },
  {
    name: "VirtualService: the tenant's Service with its namespace",
    object: virtual("seldon-mesh.churn"),
    admitted: true,
  },
  {
    name: "VirtualService: another tenant's Service",
    object: virtual("seldon-mesh.pricing.svc.cluster.local"),
    admitted: false,
  },
  { name: "VirtualService: every host", object: virtual('"*"'), admitted: false },
  { name: "VirtualService: a delegate, without hosts", object: virtual(""), admitted: true },
  ...[
    ["Ingress", ingress("churn.models.acme.test")],
    ["HTTPRoute", route("HTTPRoute", "churn.models.acme.test")],
    ["VirtualService", virtual("churn.models.acme.test")],
  ].flatMap(([kind = "", object = ""]) =>
    [
      [
        "a name of another tenant for external-dns",
        "external-dns.alpha.kubernetes.io/hostname",
        "pricing.models.acme.test",
        false,
      ],
      [
        "a further name for external-dns",
        "external-dns.alpha.kubernetes.io/internal-hostname",
        "churn.models.acme.test, acme.test",
        false,
      ],
      ["another server at nginx", "nginx.ingress.kubernetes.io/server-alias", "pricing.models.acme.test", false],
      [
        "the tenant's names for external-dns",
        "external-dns.alpha.kubernetes.io/hostname",
        "churn.models.acme.test, a.churn.models.acme.test",
        true,
      ],
    ].map(
      ([name, annotation, value, admitted]): AdmissionCase => ({
        name: `${kind}: ${name}`,
        object: object.replace(/name: (.) }/, `name: $1, annotations: { ${annotation}: "${value}" } }`),
        admitted: admitted === true,
      }),
    ),
  ),
  ...[
    ["its own Service", toHost("m.churn.svc.cluster.local"), true],
    ["its own Service by its short name", toHost("m"), true],
    ["another tenant's Service", toHost("m.pricing.svc.cluster.local"), false],
    ["an address outside", toHost("acme.test"), false],
    [
      "copies to another tenant's Service",
      toHost("m").replace("route:", "mirror: { host: m.pricing.svc.cluster.local }, route:"),
      false,
    ],
    [
      "more copies to another tenant's Service",
      toHost("m").replace("route:", "mirrors: [{ destination: { host: m.pricing.svc.cluster.local } }], route:"),
      false,
    ],
    ["connections to another tenant's Service", toHost("m.pricing.svc.cluster.local").replace("http:", "tcp:"), false],
    ["TLS to another tenant's Service", toHost("m.pricing.svc.cluster.local").replace("http:", "tls:"), false],
  ].map(
    ([name, object, admitted]): AdmissionCase => ({
      name: `VirtualService: requests to ${name}`,
      object: String(object),
      admitted: admitted === true,
    }),
  ),
  {
    name: "VirtualService: requests to the Envoy that tenants share",
    object: virtualToEnvoy("seldon-mesh.seldon-system.svc.cluster.local"),
    pattern: "enhanced",
    admitted: true,
  },
  {
    name: "VirtualService: requests to the platform's Envoy, which tenants do not share",
    object: virtualToEnvoy("seldon-mesh.seldon-system.svc.cluster.local"),
    admitted: false,
  },
  ...["HTTPRoute", "GRPCRoute"].flatMap((kind) =>
    [
      ["its own Service", "backendRefs: [{ name: m, port: 80 }]", true],
      ["its own Service with its namespace", "backendRefs: [{ name: m, namespace: churn, port: 80 }]", true],
      ["another tenant's Service", "backendRefs: [{ name: m, namespace: pricing, port: 80 }]", false],
      [
        "any name",
        "backendRefs: [{ group: networking.istio.io, kind: Hostname, name: m.pricing.svc.cluster.local, port: 80 }]",
        false,
      ],
      [
        "copies elsewhere",
        "filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: m, namespace: pricing } } }]",
        false,
      ],
      [
        "copies of one backend elsewhere",
        "backendRefs: [{ name: m, port: 80, filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: m, namespace: pricing } } }] }]",
        false,
      ],
      [
        "a header that is set",
        "filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { remove: [a] } }]",
        true,
      ],
    ].map(
      ([name, rule, admitted]): AdmissionCase => ({
        name: `${kind}: requests to ${name}`,
        object: route(kind, "churn.models.acme.test").replace("hostnames:", `rules: [{ ${rule} }], hostnames:`),
        admitted: admitted === true,
      }),
    ),
  ),
  {
    name: "HTTPRoute: requests to the Envoy that tenants share",
    object: httpToEnvoy("seldon-mesh, namespace: seldon-system"),
    pattern: "enhanced",
    admitted: true,
  },
];
