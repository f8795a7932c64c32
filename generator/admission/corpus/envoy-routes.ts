import type { AdmissionCase } from "./case.ts";
import { changed } from "./changed.ts";

const ours = "churn.models.acme.test";

/** A VirtualService with a rule as the generator writes it. */
export const virtualToEnvoy = (host: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: v }
spec:
  hosts: [${ours}]
  gateways: [edge/churn]
  http:
    - match: [{ uri: { exact: /v2/models/m/infer }, method: { exact: POST } }]
      headers: { request: { set: { seldon-model: m }, remove: [seldon-internal-model] } }
      route: [{ destination: { host: ${host}, port: { number: 80 } } }]
`;

const ruleToEnvoy = (match: string, envoy: string): string => `
    - matches: [${match}]
      filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { set: [{ name: seldon-model, value: m }], remove: [seldon-internal-model] } }]
      backendRefs: [{ name: ${envoy}, port: 80 }]
`;
const routeToEnvoy = (kind: string, rule: string): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: r }
spec:
  parentRefs: [{ name: churn, namespace: edge }]
  hostnames: [${ours}]
  rules:${rule}`;

/** An HTTPRoute with a rule as the generator writes it. */
export const httpToEnvoy = (envoy: string): string =>
  routeToEnvoy("HTTPRoute", ruleToEnvoy("{ path: { type: Exact, value: /v2/models/m/infer }, method: POST }", envoy));
const grpcToEnvoy = routeToEnvoy(
  "GRPCRoute",
  ruleToEnvoy(
    "{ method: { type: Exact, service: inference.GRPCInferenceService, method: ModelInfer } }",
    "seldon-mesh",
  ),
);

const set = "set: { seldon-model: m }";
const virtual = virtualToEnvoy("seldon-mesh.churn.svc.cluster.local");
const http = httpToEnvoy("seldon-mesh");
const setByFilter = "set: [{ name: seldon-model, value: m }]";
const filters = {
  "no header": [setByFilter, "set: [{ name: a, value: b }]"],
  "an empty header": ["value: m }", 'value: "" }'],
  "a header of the client as the model": ["value: m }", 'value: "%REQ(a)%" }'],
  "two values of the header": [setByFilter, `${setByFilter.slice(0, -1)}, { name: Seldon-Model, value: n }]`],
  "a further value of the header": [setByFilter, `${setByFilter}, add: [{ name: seldon-model, value: n }]`],
  "a header that is also removed": ["remove: [", "remove: [Seldon-Model, "],
  "the header of the agent from the client": ["remove: [seldon-internal-model]", "remove: [a]"],
  "a value of the header of the agent": [
    "set: [{ name: seldon-model",
    "set: [{ name: Seldon-Internal-Model, value: n }, { name: seldon-model",
  ],
  "a value of the header of the agent for one target": [
    "backendRefs: [{",
    "backendRefs: [{ filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { add: [{ name: seldon-internal-model, value: n }] } }],",
  ],
  "another header for one target": [
    "backendRefs: [{",
    "backendRefs: [{ filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { set: [{ name: seldon-model, value: n }] } }],",
  ],
  "a target that removes the header": [
    "backendRefs: [{",
    "backendRefs: [{ filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { remove: [seldon-model] } }],",
  ],
} as const;

/** Each with a change to an admitted object. */
const changes: Readonly<
  Record<string, { readonly object: string; readonly rejected: Readonly<Record<string, readonly [string, string]>> }>
> = {
  VirtualService: {
    object: virtual,
    rejected: {
      "no header": [set, "set: { a: b }"],
      "an empty header": [set, 'set: { seldon-model: "" }'],
      "a header of the client as the model": [set, 'set: { seldon-model: "%REQ(a)%" }'],
      "two values of the header": [set, "set: { seldon-model: m, Seldon-Model: n }"],
      "a further value of the header": [set, `${set}, add: { seldon-model: n }`],
      "a header that is also removed": ["remove: [", "remove: [Seldon-Model, "],
      "the header of the agent from the client": ["remove: [seldon-internal-model]", "remove: [a]"],
      "a value of the header of the agent": [set, "set: { seldon-model: m, Seldon-Internal-Model: n }"],
      "a value of the header of the agent for one target": [
        "destination:",
        "headers: { request: { add: { seldon-internal-model: n } } }, destination:",
      ],
      "another header for one target": [
        "destination:",
        "headers: { request: { set: { seldon-model: n } } }, destination:",
      ],
      "a target that removes the header": [
        "destination:",
        "headers: { request: { remove: [seldon-model] } }, destination:",
      ],
      "no match": ["match: [{ uri: { exact: /v2/models/m/infer }, method: { exact: POST } }]", "match: []"],
      "a prefix of paths": ["exact: /v2/models/m/infer", "prefix: /v2"],
      "an expression for paths": ["exact: /v2/models/m/infer", "regex: /v2/.*"],
      "the path of the model repository": ["/v2/models/m/infer", "/v2/repository/models/n/unload"],
      "a method of the model repository": [
        "/v2/models/m/infer",
        "/inference.GRPCInferenceService/RepositoryModelUnload",
      ],
      "a path rewritten to the model repository": [
        "      route:",
        "      rewrite: { uri: /v2/repository/models/n/unload }\n      route:",
      ],
      "a path rewritten by an expression": [
        "      route:",
        "      rewrite: { uriRegexRewrite: { match: a, rewrite: b } }\n      route:",
      ],
      "a further match of all paths": ["match: [", "match: [{ method: { exact: GET } }, "],
      "a further rule for Envoy": ["  http:", "  http:\n    - route: [{ destination: { host: seldon-mesh } }]"],
      "copies to Envoy": [
        "  http:",
        "  http:\n    - mirror: { host: seldon-mesh }\n      route: [{ destination: { host: m } }]",
      ],
      "more copies to Envoy": [
        "  http:",
        "  http:\n    - mirrors: [{ destination: { host: seldon-mesh } }]\n      route: [{ destination: { host: m } }]",
      ],
      "connections to Envoy": ["  http:", "  tcp: [{ route: [{ destination: { host: seldon-mesh } }] }]\n  http:"],
      "TLS to Envoy": [
        "  http:",
        `  tls: [{ match: [{ sniHosts: [${ours}] }], route: [{ destination: { host: seldon-mesh } }] }]\n  http:`,
      ],
    },
  },
  HTTPRoute: {
    object: http,
    rejected: {
      ...filters,
      "no match": ["    - matches: [{ path: { type: Exact, value: /v2/models/m/infer }, method: POST }]\n", "    -\n"],
      "a prefix of paths": ["type: Exact, value: /v2/models/m/infer", "type: PathPrefix, value: /v2"],
      "an expression for paths": ["type: Exact, value: /v2/models/m/infer", "type: RegularExpression, value: /v2/.*"],
      "the path of the model repository": ["/v2/models/m/infer", "/v2/repository/models/n/unload"],
      "a path rewritten to the model repository": [
        "filters: [",
        "filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplaceFullPath, replaceFullPath: /v2/repository/models/n/unload } } }, ",
      ],
      "a prefix that is rewritten": [
        "filters: [",
        "filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: /v2/repository } } }, ",
      ],
      "a further match of all paths": ["matches: [", "matches: [{ method: GET }, "],
      "a further rule for Envoy": ["  rules:", "  rules:\n    - backendRefs: [{ name: seldon-mesh, port: 80 }]"],
    },
  },
  GRPCRoute: {
    object: grpcToEnvoy,
    rejected: {
      ...filters,
      "every method of a service": [", method: ModelInfer", ""],
      "a method of the model repository": ["method: ModelInfer", "method: RepositoryModelUnload"],
      "a method of every service": ["service: inference.GRPCInferenceService, ", ""],
      "an expression for methods": ["type: Exact", "type: RegularExpression"],
      "a match without a method": ["matches: [", "matches: [{ headers: [{ name: a, value: b }] }, "],
    },
  },
};

export const envoyRouteCases: readonly AdmissionCase[] = [
  ...Object.entries(changes).flatMap(([kind, { object, rejected }]): readonly AdmissionCase[] => [
    { name: `${kind}: one model and an exact path`, object, admitted: true },
    ...Object.entries(rejected).map(([name, [from, to]]) => ({
      name: `${kind}: ${name}`,
      object: changed(object, from, to),
      admitted: false,
    })),
  ]),
  {
    name: "VirtualService: a path that is rewritten",
    object: changed(
      changed(virtual, "exact: /v2/models/m/infer", "exact: /score/infer"),
      "      route:",
      "      rewrite: { uri: /v2/models/m/infer }\n      route:",
    ),
    admitted: true,
  },
  {
    name: "HTTPRoute: a path that is rewritten",
    object: changed(
      changed(http, "value: /v2/models/m/infer", "value: /score/infer"),
      "filters: [",
      "filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplaceFullPath, replaceFullPath: /v2/models/m/infer } } }, ",
    ),
    admitted: true,
  },
  {
    name: "VirtualService: another Service of the namespace",
    object: virtualToEnvoy("m").replace(set, "set: { a: b }").replace("exact: /v2/models/m/infer", "prefix: /"),
    admitted: true,
  },
  {
    name: "HTTPRoute: another Service of the namespace",
    object: httpToEnvoy("m").replace(setByFilter, "set: [{ name: a, value: b }]"),
    admitted: true,
  },
  {
    name: "GRPCRoute: the default for the type of a match",
    object: changed(grpcToEnvoy, "type: Exact, ", ""),
    admitted: true,
  },
  {
    name: "TLSRoute: connections to Envoy",
    object: routeToEnvoy("TLSRoute", "\n    - backendRefs: [{ name: seldon-mesh, port: 80 }]\n"),
    admitted: false,
  },
  {
    name: "VirtualService: no header for the Envoy that tenants share",
    object: changed(virtualToEnvoy("seldon-mesh.seldon-system.svc.cluster.local"), set, "set: { a: b }"),
    pattern: "enhanced",
    admitted: false,
  },
  {
    name: "VirtualService: a model of another tenant that shares the runtime",
    object: changed(virtualToEnvoy("seldon-mesh.seldon-system.svc.cluster.local"), set, "set: { seldon-model: n }"),
    pattern: "enhanced",
    admitted: true,
    inClusterOnly: "only the tenant file names the models of a tenant",
  },
];
