import { parseAllDocuments } from "yaml";
import type { ProxyEdge } from "../../evaluate/routes/edge.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";

const podLabels = { istio: "ingressgateway" };
const common = {
  namespace: "istio-ingress",
  service: "istio-ingressgateway",
  podLabels,
  rootNamespace: "istio-system",
  pathNormalization: "BASE",
} as const;
export const gatewayApiEdge: ProxyEdge = { ...common, kind: "gateway-api" };
export const ingressEdge: ProxyEdge = { ...common, kind: "ingress-and-istio", ingressClass: "nginx" };

/** The issuer of the tokens for the hosts of the tenant search. */
export const issuer = "https://issuer.acme.test";

/** The tenant fraud has three hosts: vip requires a client certificate, and behind ingress-nginx, fixed forwards its own name. The tenant search requires a token. */
export const gatewayApiObjects: readonly KubernetesObject[] = documents(`
${gateway("fraud", [
  ["fraud", "SIMPLE"],
  ["vip", "MUTUAL"],
  ["fixed", "SIMPLE"],
])}
---
${gateway("search", [["search", "SIMPLE"]])}
---
${httpRoute("fraud", "income", "fraud", [
  rule("POST", "Exact", "/v2/models/income/infer", "income"),
  rule("GET", "Exact", "/v2/models/income/ready", "income"),
  rule("POST", "Exact", "/score", "income", "{ type: ReplaceFullPath, replaceFullPath: /v2/models/income/infer }"),
])}
---
${httpRoute("fraud", "vip", "vip", [rule("POST", "Exact", "/v2/models/income/infer", "vip")])}
---
${httpRoute("fraud", "fixed", "fixed", [rule("POST", "Exact", "/v2/models/income/infer", "fixed")])}
---
${httpRoute("search", "ranker", "search", [
  rule("POST", "PathPrefix", "/v2/models/ranker", "ranker"),
  rule("POST", "PathPrefix", "/rank/", "ranker", "{ type: ReplacePrefixMatch, replacePrefixMatch: /v2/models/ranker }"),
  rule("POST", "Exact", "/v2/models/ranker/infer", "ranker.pipeline"),
])}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: { name: income-grpc, namespace: fraud }
spec:
  parentRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: fraud, namespace: istio-ingress, sectionName: fraud }]
  hostnames: [fraud.acme.test]
  rules:
    - matches: [{ method: { type: Exact, service: inference.GRPCInferenceService, method: ModelInfer } }]
      filters: [{ type: RequestHeaderModifier, requestHeaderModifier: ${modifier("income")} }]
      backendRefs: [{ group: "", kind: Service, name: seldon-mesh, port: 80, weight: 1 }]
---
${security("selector: { matchLabels: { istio: ingressgateway } }")}
`);

/** The same hosts behind ingress-nginx. */
export const ingressObjects: readonly KubernetesObject[] = documents(`
${ingress("fraud", ["/v2/models/income/infer", "/v2/models/income/ready", "/score"], "")}
---
${ingress("fraud-grpc", ["/inference.GRPCInferenceService/ModelInfer"], 'nginx.ingress.kubernetes.io/backend-protocol: "GRPC"', "fraud")}
---
${ingress("vip", ["/v2/models/income/infer"], "nginx.ingress.kubernetes.io/auth-tls-secret: istio-ingress/clients")}
---
${ingress("fixed", ["/v2/models/income/infer"], "nginx.ingress.kubernetes.io/upstream-vhost: fixed.acme.test")}
---
${ingress("search", ["/v2/models/ranker/infer"], "")}
---
${istioGateway("fraud", ["fraud", "vip", "fixed"])}
---
${istioGateway("search", ["search"])}
---
${virtualService("fraud", "income", "fraud", [
  route("POST", "exact: /v2/models/income/infer", "income"),
  route("GET", "exact: /v2/models/income/ready", "income"),
  route("POST", "exact: /score", "income", "rewrite: { uri: /v2/models/income/infer }, "),
  route("POST", "exact: /inference.GRPCInferenceService/ModelInfer", "income"),
])}
---
${virtualService("fraud", "vip", "vip", [route("POST", "exact: /v2/models/income/infer", "vip")])}
---
${virtualService("fraud", "fixed", "fixed", [route("POST", "exact: /v2/models/income/infer", "fixed")])}
---
${virtualService("search", "ranker", "search", [route("POST", "prefix: /v2/models/ranker", "ranker")])}
---
${security("selector: { matchLabels: { istio: ingressgateway } }")}
`);

export function documents(text: string): readonly KubernetesObject[] {
  return parseAllDocuments(text).map((document) => document.toJS());
}

function gateway(tenant: string, listeners: readonly (readonly [string, string])[]): string {
  const lines = listeners.map(
    ([name, mode]) =>
      `    - { name: ${name}, hostname: ${name}.acme.test, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: ${name}-tls }], options: { gateway.istio.io/tls-terminate-mode: ${mode} } }, allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { kubernetes.io/metadata.name: ${tenant} } } } } }`,
  );
  return `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: ${tenant}, namespace: istio-ingress }
spec:
  gatewayClassName: istio
  addresses: [{ type: Hostname, value: istio-ingressgateway.istio-ingress.svc.cluster.local }]
  listeners:
${lines.join("\n")}`;
}

export function httpRoute(tenant: string, name: string, host: string, rules: readonly string[]): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: ${tenant} }
spec:
  parentRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ${tenant === "search" ? "search" : "fraud"}, namespace: istio-ingress, sectionName: ${host} }]
  hostnames: [${host}.acme.test]
  rules: [${rules.join(", ")}]`;
}

function rule(method: string, type: string, path: string, model: string, rewrite?: string): string {
  const filters = [
    `{ type: RequestHeaderModifier, requestHeaderModifier: ${modifier(model)} }`,
    ...(rewrite === undefined ? [] : [`{ type: URLRewrite, urlRewrite: { path: ${rewrite} } }`]),
  ];
  return `{ matches: [{ path: { type: ${type}, value: ${path} }, method: ${method} }], filters: [${filters.join(", ")}], backendRefs: [{ group: "", kind: Service, name: seldon-mesh, port: 80, weight: 1 }], timeouts: { request: 30s } }`;
}

function modifier(model: string): string {
  return `{ set: [{ name: seldon-model, value: ${model} }], remove: [seldon-internal-model, x-seldon-route] }`;
}

function ingress(name: string, paths: readonly string[], annotation: string, host = name): string {
  const lines = paths.map(
    (path) =>
      `          - { path: ${path}, pathType: Exact, backend: { service: { name: istio-ingressgateway, port: { number: 80 } } } }`,
  );
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: istio-ingress, annotations: { ${annotation} } }
spec:
  ingressClassName: nginx
  tls: [{ hosts: [${host}.acme.test], secretName: ${host}-tls }]
  rules:
    - host: ${host}.acme.test
      http:
        paths:
${lines.join("\n")}`;
}

function istioGateway(tenant: string, hosts: readonly string[]): string {
  return `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${tenant}, namespace: istio-ingress }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [${hosts.map((host) => `${tenant}/${host}.acme.test`).join(", ")}] }]`;
}

function virtualService(tenant: string, name: string, host: string, routes: readonly string[]): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ${tenant} }
spec:
  hosts: [${host}.acme.test]
  gateways: [istio-ingress/${tenant}]
  exportTo: [istio-ingress]
  http: [${routes.join(", ")}]`;
}

function route(method: string, uri: string, model: string, rewrite = ""): string {
  return `{ match: [{ uri: { ${uri} }, method: { exact: ${method} } }], ${rewrite}headers: { request: { set: { seldon-model: ${model} }, remove: [seldon-internal-model, x-seldon-route] } }, route: [{ destination: { host: seldon-mesh, port: { number: 80 } } }], timeout: 30s }`;
}

function security(target: string): string {
  return `apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: search, namespace: istio-ingress }
spec: { ${target}, jwtRules: [{ issuer: "${issuer}", audiences: [search, other] }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: search, namespace: istio-ingress }
spec:
  ${target}
  action: DENY
  rules:
    - { from: [{ source: { notRequestPrincipals: ["*"] } }], to: [{ operation: { hosts: [search.acme.test, "search.acme.test:*"] } }] }
    - { when: [{ key: "request.auth.claims[iss]", notValues: ["${issuer}"] }], to: [{ operation: { hosts: [search.acme.test, "search.acme.test:*"] } }] }
    - { when: [{ key: request.auth.audiences, notValues: [search] }], to: [{ operation: { hosts: [search.acme.test, "search.acme.test:*"] } }] }`;
}
