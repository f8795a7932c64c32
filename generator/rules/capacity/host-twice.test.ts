import { expect, test } from "vitest";
import { findingsIn, manifestSetOf } from "../../testing/rules.ts";
import { capacityHostTwice } from "./host-twice.ts";

const ingress = (namespace: string, host: string, path: string, more = ""): string => `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: scoring, namespace: ${namespace}${more} }
spec:
  ingressClassName: nginx
  rules:
    - host: ${host}
      http: { paths: [{ path: ${path}, pathType: Prefix }] }
`;
const route = (namespace: string, matches: string, host = "[a.acme.test]"): string => `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: scoring, namespace: ${namespace} }
spec:
  parentRefs: [{ name: public, namespace: gateways }]
  hostnames: ${host}
  rules:
    - ${matches}
`;
const virtual = (namespace: string, spec: string): string => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: scoring, namespace: ${namespace} }
spec: ${spec}
`;

test.each([
  {
    name: "Ingresses with different paths",
    yaml: ingress("churn", "a.acme.test", "/churn") + ingress("pricing", "a.acme.test", "/pricing"),
    found: [],
  },
  {
    name: "Ingresses with the same path",
    yaml: ingress("churn", "a.acme.test", "/v1") + ingress("pricing", "A.acme.test", "/v1/"),
    found: ["18:31 duplicate route A.acme.test/v1/: Ingress churn/scoring also claims it"],
  },
  {
    name: "Ingresses of two controllers",
    yaml: ingress("churn", "a.acme.test", "/v1") + ingress("pricing", "a.acme.test", "/v1").replace("nginx", "traefik"),
    found: [],
  },
  {
    name: "an Ingress and its canary",
    yaml:
      ingress("churn", "a.acme.test", "/v1") +
      ingress("churn", "a.acme.test", "/v1", ', annotations: { nginx.ingress.kubernetes.io/canary: "true" }'),
    found: [],
  },
  {
    name: "one path twice in one Ingress",
    yaml: "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: s, namespace: churn }\nspec: { rules: [{ host: a, http: { paths: [{ path: /, pathType: Prefix }, { path: /, pathType: Prefix }] } }] }\n",
    found: [],
  },
  {
    name: "HTTPRoutes with the same match",
    yaml:
      route("churn", "{ matches: [{ path: { type: PathPrefix, value: /v1 } }] }") +
      route("pricing", "{ matches: [{ path: { value: /v1, type: PathPrefix } }] }"),
    found: ["18:19 duplicate route a.acme.test/v1: HTTPRoute churn/scoring also claims it"],
  },
  {
    name: "HTTPRoutes with different headers",
    yaml:
      route("churn", "{ matches: [{ path: { type: PathPrefix, value: /v1 } }] }") +
      route("pricing", "{ matches: [{ path: { type: PathPrefix, value: /v1 }, headers: [{ name: x, value: y }] }] }"),
    found: [],
  },
  {
    name: "an HTTPRoute without a match, which matches everything",
    yaml:
      route("churn", "{ backendRefs: [] }") +
      route("pricing", "{ matches: [{ path: { type: PathPrefix, value: / } }] }", "[b.acme.test, a.acme.test]"),
    found: ["18:19 duplicate route a.acme.test/: HTTPRoute churn/scoring also claims it"],
  },
  {
    name: "HTTPRoutes of two gateways",
    yaml: route("churn", "{}") + route("pricing", "{}").replace("public", "private"),
    found: [],
  },
  {
    name: "VirtualServices for sidecars with the same host",
    yaml:
      virtual("churn", "{ hosts: [a.acme.test] }") + virtual("pricing", "{ hosts: [a.acme.test], gateways: [mesh] }"),
    found: ["10:17 duplicate route a.acme.test: VirtualService churn/scoring also claims it"],
  },
  {
    name: "VirtualServices that are exported to their own namespace only",
    yaml:
      virtual("churn", "{ hosts: [a.acme.test], exportTo: [.] }") +
      virtual("pricing", "{ hosts: [a.acme.test], exportTo: [.] }"),
    found: [],
  },
  {
    name: "VirtualServices for the short name of a Service",
    yaml: virtual("churn", "{ hosts: [seldon-mesh] }") + virtual("pricing", "{ hosts: [seldon-mesh] }"),
    found: [],
  },
  {
    name: "VirtualServices of one gateway with different paths",
    yaml:
      virtual(
        "churn",
        "{ hosts: [a.acme.test], gateways: [gateways/public], http: [{ match: [{ uri: { prefix: /churn } }] }] }",
      ) +
      virtual(
        "pricing",
        "{ hosts: [a.acme.test], gateways: [gateways/public], http: [{ match: [{ uri: { prefix: /pricing } }] }] }",
      ),
    found: [],
  },
  {
    name: "VirtualServices of one gateway with the same path",
    yaml:
      virtual(
        "churn",
        "{ hosts: [a.acme.test], gateways: [gateways/public], http: [{ match: [{ name: one, uri: { prefix: /v1 } }] }] }",
      ) +
      virtual(
        "gateways",
        "{ hosts: [a.acme.test], gateways: [public], http: [{ match: [{ name: two, uri: { prefix: /v1 } }] }] }",
      ),
    found: ["10:68 duplicate route a.acme.test/v1: VirtualService churn/scoring also claims it"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityHostTwice, yaml)).toEqual(found);
});

test("the finding refers to the other claimant and its place", () => {
  const manifestSet = manifestSetOf(ingress("churn", "a.acme.test", "/v1") + ingress("pricing", "a.acme.test", "/v1"));
  const [found] = capacityHostTwice.check(manifestSet);
  expect(found?.related).toMatchObject([{ message: "Ingress churn/scoring", at: { line: 4, column: 19 } }]);
});
