import { upstreamHostAnnotation } from "../../generate/routes/ingress-and-istio.ts";
import type { AdmissionCase } from "./case.ts";
import { changed } from "./changed.ts";
import {
  accessPolicy,
  apiGateway,
  atEdge,
  certificate,
  grant,
  ingress,
  istioGateway,
  ours,
  theirs,
} from "./edge-objects.ts";

/** Each with a change to an admitted object. */
const changes: Readonly<
  Record<
    string,
    {
      readonly object: string;
      /** The only name that is admitted. By default, every name that begins with that of the tenant. */
      readonly name?: string;
      readonly rejected: Readonly<Record<string, readonly [string, string]>>;
    }
  >
> = {
  "Gateway of Gateway API": {
    object: apiGateway,
    rejected: {
      "another tenant's host": [`hostname: ${ours}`, `hostname: ${theirs}`],
      "every host": [`      hostname: ${ours}\n`, ""],
      "another class": ["gatewayClassName: istio", "gatewayClassName: other"],
      "no address, so that Istio creates pods": [
        "addresses: [{ type: Hostname, value: edge.edge.svc.cluster.local }]",
        "",
      ],
      "another address": ["edge.edge.svc", "other.edge.svc"],
      "settings for pods": [
        "spec:",
        "spec:\n  infrastructure: { parametersRef: { group: '', kind: ConfigMap, name: a } }",
      ],
      "listeners of others": ["spec:", "spec:\n  allowedListeners: { namespaces: { from: All } }"],
      "another port": ["port: 443", "port: 80"],
      "another protocol": ["protocol: HTTPS", "protocol: TLS"],
      "routes of all namespaces": ["from: Selector", "from: All"],
      "routes of another tenant": ["metadata.name: churn }", "metadata.name: pricing }"],
      "another tenant's certificate": ["name: churn.routes", "name: pricing.routes"],
      "a certificate of another namespace": ["name: churn.routes", "name: churn.routes, namespace: kafka"],
      "another tenant's authority": ["name: churn.partners", "name: pricing.partners"],
      "the authority of the platform, which signed the tenant's certificate": [
        "name: churn.partners }]",
        "name: churn.routes }]",
      ],
      "the certificate of all tenants as an authority": ["name: churn.partners", "name: models-tls"],
      "an authority in a ConfigMap": ["kind: Secret, name: churn.partners", "kind: ConfigMap, name: churn.partners"],
      "an authority of another API group": [
        'group: "", kind: Secret, name: churn.partners',
        "group: a.test, kind: Secret, name: churn.partners",
      ],
      "clients without a valid certificate": ["mode: AllowValidOnly", "mode: AllowInsecureFallback"],
      "a certificate in a ConfigMap": ["kind: Secret, name: churn.routes", "kind: ConfigMap, name: churn.routes"],
      "authorities for a port": ["frontend: {", "frontend: { perPort: [{ port: 443 }],"],
      "a client certificate for backends": ["tls: { frontend", "tls: { backend: {}, frontend"],
      "options of TLS": ["mode: Terminate,", "mode: Terminate, options: { a: b },"],
    },
  },
  "Gateway of Istio": {
    object: istioGateway,
    rejected: {
      "another tenant's host": [`churn/${ours}`, `churn/${theirs}`],
      "a host for VirtualServices of another tenant": [`churn/${ours}`, `pricing/${ours}`],
      "a host for VirtualServices of all namespaces": [`churn/${ours}`, `a.${ours}`],
      "every host": [`churn/${ours}`, "churn/*"],
      "other pods": ["app: proxy", "app: other"],
      "pods of more gateways": ["selector: { app: proxy }", "selector: {}"],
      "another port": ["number: 10443", "number: 443"],
      "another protocol": ["protocol: HTTP", "protocol: TCP"],
      "a certificate": ["servers: [{", "servers: [{ tls: { mode: SIMPLE, credentialName: pricing.routes },"],
    },
  },
  Ingress: {
    object: ingress,
    rejected: {
      "another tenant's host": [`host: ${ours}`, `host: ${theirs}`],
      "every host": [`- host: ${ours}\n      http`, "- http"],
      "TLS for another tenant's host": [`hosts: [${ours}]`, `hosts: [${ours}, ${theirs}]`],
      "another tenant's certificate": ["churn.routes", "pricing.routes"],
      "another class": ["ingressClassName: nginx", "ingressClassName: other"],
      "no class": ["  ingressClassName: nginx\n", ""],
      "another port": ["number: 10443", "number: 15021"],
      "a port by its name": ["port: { number: 10443 }", "port: { name: status }"],
      "a default backend": ["spec:", "spec:\n  defaultBackend: { service: { name: edge, port: { number: 80 } } }"],
      "another Service": ["name: edge, port", "name: other, port"],
      "a backend of another kind": [
        "service: { name: edge, port: { number: 10443 } }",
        "resource: { apiGroup: a.test, kind: A, name: a }",
      ],
      "all paths below": ["pathType: Exact", "pathType: Prefix"],
      "a path with a line of nginx": ["path: /v2/models/m/infer", 'path: "/a;}"'],
    },
  },
  Certificate: {
    object: certificate,
    name: "churn.routes",
    rejected: {
      "another tenant's host": [`dnsNames: [${ours}]`, `dnsNames: [${ours}, ${theirs}]`],
      "another tenant's Secret": ["secretName: churn.routes", "secretName: pricing.routes"],
      "the certificate of all tenants": ["secretName: churn.routes", "secretName: models-tls"],
      "the authority of the tenant's clients": ["secretName: churn.routes", "secretName: churn.partners"],
      "no Secret": ["  secretName: churn.routes\n", ""],
      "a common name": ["spec:", `spec:\n  commonName: ${theirs}`],
      "an address": ["spec:", "spec:\n  ipAddresses: [192.168.1.1]"],
      "a URI": ["spec:", 'spec:\n  uris: ["spiffe://a"]'],
      "a mail address": ["spec:", "spec:\n  emailAddresses: [a@acme.test]"],
      "an authority": ["spec:", "spec:\n  isCA: true"],
      "annotations of the Secret": ["spec:", "spec:\n  secretTemplate: { annotations: { a: b } }"],
      "another issuer": ["name: acme-ca", "name: partners-ca"],
      "an issuer of the namespace": ["kind: ClusterIssuer", "kind: Issuer"],
    },
  },
  AuthorizationPolicy: {
    object: accessPolicy,
    rejected: {
      "ALLOW, which denies all other requests": ["action: DENY", "action: ALLOW"],
      "another tenant's host": [`hosts: [${ours},`, `hosts: [${theirs},`],
      "another tenant's host with a port": [`"${ours}:*"`, `"${theirs}:*"`],
      "every host": [`"${ours}:*"`, '"*"'],
      "a prefix of hosts": [`"${ours}:*"`, '"churn*"'],
      "a rule without hosts": [`hosts: [${ours}, "${ours}:*"]`, "paths: [/]"],
      "a rule without operations": [`to: [{ operation: { hosts: [${ours}, "${ours}:*"] } }]`, "when: []"],
      "an external provider": ["action: DENY", "action: DENY\n  provider: { name: a }"],
    },
  },
};

export const edgeCases: readonly AdmissionCase[] = [
  ...Object.entries(changes).flatMap(([kind, { object, name, rejected }]): readonly AdmissionCase[] => [
    { name: `${kind}: the tenant's object`, as: "argoCD", object: atEdge(object, name), admitted: true },
    {
      name: `${kind}: a longer name`,
      as: "argoCD",
      object: atEdge(object, "churn.a"),
      admitted: name === undefined,
    },
    {
      name: `${kind}: a host below`,
      as: "argoCD",
      object: atEdge(object.replaceAll(ours, `a.${ours}`), name),
      admitted: true,
    },
    { name: `${kind}: another tenant's name`, as: "argoCD", object: atEdge(object, "pricing"), admitted: false },
    {
      name: `${kind}: a name with the same beginning`,
      as: "argoCD",
      object: atEdge(object, "churn-2"),
      admitted: false,
    },
    {
      name: `${kind}: another host for external-dns`,
      as: "argoCD",
      object: atEdge(object, name, "churn.edge", `external-dns.alpha.kubernetes.io/hostname: ${theirs}, `),
      admitted: false,
    },
    ...Object.entries(rejected).map(([what, [from, to]]) => ({
      name: `${kind}: ${what}`,
      as: "argoCD" as const,
      object: atEdge(changed(object, from, to), name),
      admitted: false,
    })),
  ]),
  {
    name: "Gateway of Gateway API: the certificate of all tenants",
    as: "argoCD",
    object: atEdge(changed(apiGateway, "churn.routes", "models-tls")),
    admitted: true,
  },
  {
    name: "Gateway of Gateway API: the default for clients with an authority",
    as: "argoCD",
    object: atEdge(changed(apiGateway, ", mode: AllowValidOnly", "")),
    admitted: true,
  },
  ...[
    ["limits", 'nginx.ingress.kubernetes.io/limit-rps: "20", nginx.ingress.kubernetes.io/proxy-body-size: 32m, '],
    ["the tenant's authority", "nginx.ingress.kubernetes.io/auth-tls-secret: edge/churn.partners, "],
    ["the address for external-dns", "external-dns.alpha.kubernetes.io/target: 192.168.1.1, "],
    ["an option of Argo CD", "argocd.argoproj.io/sync-wave: '1', "],
  ].map(
    ([name, annotations]): AdmissionCase => ({
      name: `Ingress: ${name}`,
      as: "argoCD",
      object: atEdge(ingress, "churn", "churn.edge", annotations),
      admitted: true,
    }),
  ),
  ...[
    ["lines of nginx", "nginx.ingress.kubernetes.io/configuration-snippet: deny all, "],
    ["lines of nginx in a limit", 'nginx.ingress.kubernetes.io/proxy-body-size: "1m; deny all", '],
    ["the host of another tenant for the gateway", `${upstreamHostAnnotation}: ${theirs}, `],
    ["another server", `nginx.ingress.kubernetes.io/server-alias: ${theirs}, `],
    ["another authentication", 'nginx.ingress.kubernetes.io/auth-url: "http://a.test", '],
    ["a redirect", 'nginx.ingress.kubernetes.io/permanent-redirect: "http://a.test", '],
    ["a class in an annotation", "kubernetes.io/ingress.class: nginx, "],
    ["the authority of the platform", "nginx.ingress.kubernetes.io/auth-tls-secret: edge/churn.routes, "],
    ["an authority without a namespace", "nginx.ingress.kubernetes.io/auth-tls-secret: churn.partners, "],
    ["another tenant's authority", "nginx.ingress.kubernetes.io/auth-tls-secret: edge/pricing.partners, "],
    ["an authority of another namespace", "nginx.ingress.kubernetes.io/auth-tls-secret: kafka/churn.partners, "],
    ["a certificate from an annotation", "cert-manager.io/cluster-issuer: acme-ca, "],
  ].map(
    ([name, annotations]): AdmissionCase => ({
      name: `Ingress: ${name}`,
      as: "argoCD",
      object: atEdge(ingress, "churn", "churn.edge", annotations),
      admitted: false,
    }),
  ),
  { name: "a ReferenceGrant", as: "argoCD", object: atEdge(grant), admitted: false },
  {
    name: "a Gateway of an add-on",
    as: "argoCD",
    object: atEdge(changed(istioGateway, `churn/${ours}`, "'*/*'"), "public", "platform.edge.proxy"),
    admitted: true,
  },
  {
    name: "a Gateway of the platform team",
    as: "administrator",
    object: atEdge(changed(istioGateway, `churn/${ours}`, "'*/*'"), "by-hand"),
    admitted: true,
    inClusterOnly: "the folder of a file determines who applies it",
  },
];
