import {
  conditionKeys,
  evaluatedPath,
  evaluatedPrincipal,
  operationMatchers,
  sourceMatchers,
} from "./authorization.ts";
import type { ProxyEdge } from "./edge.ts";

/** The evaluated part of a value: all of it, allowed values, texts of a pattern, the fields of a map, or the items of a list. */
export type Fields = "any" | Values | Texts | MapFields | ListFields;
interface Values {
  readonly kind: "values";
  readonly values: readonly unknown[];
}
interface Texts {
  readonly kind: "texts";
  readonly pattern: RegExp;
}
interface MapFields {
  readonly kind: "map";
  readonly fields: ReadonlyMap<string, Fields>;
}
interface ListFields {
  readonly kind: "list";
  readonly items: Fields;
  readonly most: number;
}

const selector = map({ matchLabels: "any" });
const backend = map({ group: "any", kind: "any", name: "any", namespace: "any", port: "any", weight: "any" });
const httpFilter = map({
  type: oneOf("RequestHeaderModifier", "ResponseHeaderModifier", "URLRewrite"),
  requestHeaderModifier: map({ set: "any", add: "any", remove: "any" }),
  responseHeaderModifier: "any",
  urlRewrite: map({ path: "any" }),
});
const route = (match: Fields): Fields =>
  object({
    parentRefs: "any",
    hostnames: "any",
    rules: list(
      map({
        name: "any",
        matches: list(match),
        filters: list(httpFilter),
        backendRefs: list(backend, 1),
        timeouts: "any",
      }),
    ),
  });

const gateway = object({
  gatewayClassName: "any",
  tls: map({
    frontend: map({
      default: map({ validation: map({ caCertificateRefs: "any", mode: oneOf("AllowValidOnly") }) }),
    }),
  }),
  addresses: "any",
  infrastructure: "any",
  listeners: list(
    map({
      name: "any",
      hostname: "any",
      port: "any",
      // A client reaches a plaintext listener without the handshake on which the evaluation depends.
      protocol: oneOf("HTTPS"),
      tls: map({ mode: oneOf("Terminate"), certificateRefs: "any", options: "any" }),
      allowedRoutes: map({ kinds: "any", namespaces: map({ from: "any", selector }) }),
    }),
  ),
});

const httpRoute = route(map({ path: map({ type: oneOf("Exact", "PathPrefix"), value: "any" }), method: "any" }));
const gRPCRoute = route(map({ method: map({ type: oneOf("Exact"), service: "any", method: "any" }) }));

const istioGateway = object({
  selector: "any",
  servers: list(
    map({ name: "any", port: map({ number: oneOf(80), name: "any", protocol: oneOf("HTTP") }), hosts: "any" }),
  ),
});

const virtualService = object({
  hosts: "any",
  gateways: "any",
  exportTo: "any",
  http: list(
    map({
      name: "any",
      match: list(map({ name: "any", uri: map({ exact: "any", prefix: "any" }), method: map({ exact: "any" }) })),
      headers: map({ request: map({ set: "any", add: "any", remove: "any" }), response: "any" }),
      rewrite: map({ uri: "any" }),
      route: list(map({ destination: map({ host: "any", port: "any" }), weight: "any" }), 1),
      timeout: "any",
      retries: "any",
    }),
  ),
});

const ingress = object({
  ingressClassName: "any",
  tls: "any",
  rules: list(
    map({
      host: "any",
      http: map({
        paths: list(map({ path: "any", pathType: oneOf("Exact", "Prefix"), backend: map({ service: "any" }) })),
      }),
    }),
  ),
});

const requestAuthentication = object({ selector, targetRefs: "any", targetRef: "any", jwtRules: "any" });
const authorizationPolicy = object({
  selector,
  targetRefs: "any",
  targetRef: "any",
  action: oneOf("ALLOW", "DENY"),
  rules: list(
    map({
      from: list(map({ source: keys(sourceMatchers, /Principals$/i, evaluatedPrincipal) })),
      to: list(map({ operation: keys(operationMatchers, /Paths$/i, evaluatedPath) })),
      when: list(map({ key: oneOf(...conditionKeys), values: "any", notValues: "any" })),
    }),
  ),
});

const security: readonly (readonly [string, Fields])[] = [
  ["security.istio.io/RequestAuthentication", requestAuthentication],
  ["security.istio.io/AuthorizationPolicy", authorizationPolicy],
];

/** The evaluated fields of each kind that an edge reads. */
export const evaluatedFields: Readonly<Record<ProxyEdge["kind"], ReadonlyMap<string, Fields>>> = {
  "gateway-api": new Map([
    ...security,
    ["gateway.networking.k8s.io/Gateway", gateway],
    ["gateway.networking.k8s.io/HTTPRoute", httpRoute],
    ["gateway.networking.k8s.io/GRPCRoute", gRPCRoute],
    ["gateway.networking.k8s.io/ReferenceGrant", object({ from: "any", to: "any" })],
  ]),
  "ingress-and-istio": new Map([
    ...security,
    ["networking.k8s.io/Ingress", ingress],
    ["networking.istio.io/Gateway", istioGateway],
    ["networking.istio.io/VirtualService", virtualService],
  ]),
};

function object(spec: Readonly<Record<string, Fields>>): Fields {
  return map({ apiVersion: "any", kind: "any", metadata: "any", status: "any", spec: map(spec) });
}

function map(fields: Readonly<Record<string, Fields>>): Fields {
  return { kind: "map", fields: new Map(Object.entries(fields)) };
}

/** The fields of matchers. The texts of some fields are evaluated only if they have a pattern. */
function keys(matchers: ReadonlyMap<string, unknown>, limited: RegExp, pattern: RegExp): Fields {
  const texts = list({ kind: "texts", pattern });
  return map(Object.fromEntries([...matchers.keys()].map((name) => [name, limited.test(name) ? texts : "any"])));
}

function oneOf(...values: readonly unknown[]): Fields {
  return { kind: "values", values };
}

function list(items: Fields, most = Number.POSITIVE_INFINITY): Fields {
  return { kind: "list", items, most };
}
