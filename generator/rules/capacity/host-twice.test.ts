import { expect, test } from "vitest";
import { foundIn, manifestSetOf } from "../../testing/rules.ts";
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
    name: "Ingresses with paths of their own",
    yaml: ingress("churn", "a.acme.test", "/churn") + ingress("pricing", "a.acme.test", "/pricing"),
    found: [],
  },
  {
    name: "with one path",
    yaml: ingress("churn", "a.acme.test", "/v1") + ingress("pricing", "A.acme.test", "/v1/"),
    found: ["18:31 A.acme.test/v1/ is taken by Ingress churn/scoring too"],
  },
  {
    name: "of two controllers",
    yaml: ingress("churn", "a.acme.test", "/v1") + ingress("pricing", "a.acme.test", "/v1").replace("nginx", "traefik"),
    found: [],
  },
  {
    name: "a canary",
    yaml:
      ingress("churn", "a.acme.test", "/v1") +
      ingress("churn", "a.acme.test", "/v1", ', annotations: { nginx.ingress.kubernetes.io/canary: "true" }'),
    found: [],
  },
  {
    name: "twice in one",
    yaml: "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: s, namespace: churn }\nspec: { rules: [{ host: a, http: { paths: [{ path: /, pathType: Prefix }, { path: /, pathType: Prefix }] } }] }\n",
    found: [],
  },
  {
    name: "HTTPRoutes with everything alike",
    yaml:
      route("churn", "{ matches: [{ path: { type: PathPrefix, value: /v1 } }] }") +
      route("pricing", "{ matches: [{ path: { value: /v1, type: PathPrefix } }] }"),
    found: ["18:19 a.acme.test/v1 is taken by HTTPRoute churn/scoring too"],
  },
  {
    name: "with other headers",
    yaml:
      route("churn", "{ matches: [{ path: { type: PathPrefix, value: /v1 } }] }") +
      route("pricing", "{ matches: [{ path: { type: PathPrefix, value: /v1 }, headers: [{ name: x, value: y }] }] }"),
    found: [],
  },
  {
    name: "without a match, which is everything",
    yaml:
      route("churn", "{ backendRefs: [] }") +
      route("pricing", "{ matches: [{ path: { type: PathPrefix, value: / } }] }", "[b.acme.test, a.acme.test]"),
    found: ["18:19 a.acme.test/ is taken by HTTPRoute churn/scoring too"],
  },
  {
    name: "on another gateway",
    yaml: route("churn", "{}") + route("pricing", "{}").replace("public", "private"),
    found: [],
  },
  {
    name: "VirtualServices of one host on sidecars",
    yaml:
      virtual("churn", "{ hosts: [a.acme.test] }") + virtual("pricing", "{ hosts: [a.acme.test], gateways: [mesh] }"),
    found: ["10:17 a.acme.test is taken by VirtualService churn/scoring too"],
  },
  {
    name: "that only their own namespace sees",
    yaml:
      virtual("churn", "{ hosts: [a.acme.test], exportTo: [.] }") +
      virtual("pricing", "{ hosts: [a.acme.test], exportTo: [.] }"),
    found: [],
  },
  {
    name: "of Services by their short name",
    yaml: virtual("churn", "{ hosts: [seldon-mesh] }") + virtual("pricing", "{ hosts: [seldon-mesh] }"),
    found: [],
  },
  {
    name: "behind one gateway, with paths of their own",
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
    name: "behind one gateway, with one path",
    yaml:
      virtual(
        "churn",
        "{ hosts: [a.acme.test], gateways: [gateways/public], http: [{ match: [{ name: one, uri: { prefix: /v1 } }] }] }",
      ) +
      virtual(
        "gateways",
        "{ hosts: [a.acme.test], gateways: [public], http: [{ match: [{ name: two, uri: { prefix: /v1 } }] }] }",
      ),
    found: ["10:68 a.acme.test/v1 is taken by VirtualService churn/scoring too"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(capacityHostTwice, yaml)).toEqual(found);
});

test("the one that has it is named, with its place", () => {
  const manifestSet = manifestSetOf(ingress("churn", "a.acme.test", "/v1") + ingress("pricing", "a.acme.test", "/v1"));
  const [found] = capacityHostTwice.check(manifestSet);
  expect(found?.related).toMatchObject([{ message: "Ingress churn/scoring", at: { line: 4, column: 19 } }]);
});
