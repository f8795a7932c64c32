import { describe, expect, test } from "vitest";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import {
  documents,
  gatewayApiEdge,
  gatewayApiObjects,
  ingressEdge,
  ingressObjects,
} from "../../testing/routes/objects.ts";
import { edgeObjectKinds } from "./cluster-edge.ts";
import { evaluatedFields } from "./evaluated-fields.ts";
import { qualifiedKind } from "./objects.ts";
import { unevaluatedParts, unevaluatedText } from "./unevaluated.ts";

const edges = [
  { edge: gatewayApiEdge, objects: gatewayApiObjects },
  { edge: ingressEdge, objects: ingressObjects },
];

const groups = [
  "extensions.istio.io/v1alpha1",
  "gateway.networking.k8s.io/v1",
  "gateway.networking.x-k8s.io/v1alpha1",
  "networking.istio.io/v1",
  "networking.k8s.io/v1",
  "security.istio.io/v1",
];
describe.each(edges)("edge $edge.kind", ({ edge, objects }) => {
  test.each(edgeObjectKinds)("an object of the kind %s is evaluated or listed", (kind) => {
    const known = groups.flatMap((apiVersion) => {
      const object = { apiVersion, kind, metadata: { name: "x", namespace: "y" }, spec: { gateways: ["y/x"] } };
      const isEvaluated = evaluatedFields[edge.kind].has(qualifiedKind(object));
      return isEvaluated || unevaluatedParts([object], edge).length > 0 ? [qualifiedKind(object)] : [];
    });
    const expected = kind === "Gateway" ? 2 : 1;
    expect(known).toHaveLength(expected);
  });

  test("a VirtualService of the mesh only has no part", () => {
    const service = documents(virtualService("mesh"));
    expect(added(edge, objects, service)).toEqual([]);
  });

  test.each([
    ["a further label", "selector: { matchLabels: { istio: ingressgateway, app: x } }", ["label app"]],
    ["another value", "selector: { matchLabels: { istio: egressgateway, app: x } }", []],
    ["a path template", `rules: [{ to: [{ operation: { paths: ["/v2/{*}/infer"] } }] }]`, ["/v2/{*}/infer"]],
    ["a path", `rules: [{ to: [{ operation: { paths: ["/v2/*"] } }] }]`, []],
    ["a subject", `rules: [{ from: [{ source: { requestPrincipals: [iss/sub] } }] }]`, ["iss/sub"]],
    ["an issuer", `rules: [{ from: [{ source: { requestPrincipals: [iss/*, "*"] } }] }]`, []],
  ])("an AuthorizationPolicy with %s", (_, spec, whats) => {
    expect(added(edge, objects, documents(policy(spec)))).toEqual(
      whats.map((what) => `AuthorizationPolicy extra in istio-ingress (${what})`),
    );
  });
});

test.each([
  ["istio-ingress", "{ istio: ingressgateway }", false],
  ["istio-ingress", "{}", true],
  ["istio-ingress", "{ istio: ingressgateway, app: x }", true],
  ["istio-ingress", "{ istio: egressgateway }", false],
  ["other", "{ istio: ingressgateway }", true],
])("an Istio Gateway in %s with the selector %s is listed: %s", (namespace, selector, isListed) => {
  const gateway = documents(`apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: extra, namespace: ${namespace} }
spec: { selector: ${selector}, servers: [] }`);
  const expected = isListed ? [`Gateway extra in ${namespace} (selector)`] : [];
  expect(added(ingressEdge, ingressObjects, gateway)).toEqual(expected);
});

test("a route that names a Gateway that is not among the objects is listed", () => {
  const route = documents(`apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: extra, namespace: fraud }
spec: { parentRefs: [{ name: absent, namespace: istio-ingress }], rules: [] }`);
  expect(added(gatewayApiEdge, gatewayApiObjects, route)).toEqual([
    "HTTPRoute extra in fraud (Gateway istio-ingress/absent)",
  ]);
  expect(added(ingressEdge, ingressObjects, documents(virtualService("istio-ingress/absent")))).toEqual([
    "VirtualService extra in fraud (Gateway istio-ingress/absent)",
  ]);
});

test("an Ingress of another class is listed", () => {
  const ingress = documents(`apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: extra, namespace: fraud }
spec: { ingressClassName: internal, rules: [] }`);
  expect(added(ingressEdge, ingressObjects, ingress)).toEqual(["Ingress extra in fraud (class internal)"]);
});

function added(
  edge: (typeof edges)[number]["edge"],
  objects: readonly KubernetesObject[],
  more: readonly KubernetesObject[],
): readonly string[] {
  return unevaluatedParts([...objects, ...more], edge).map(unevaluatedText);
}

function virtualService(gateway: string): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: extra, namespace: fraud }
spec: { hosts: [fraud.acme.test], gateways: [${gateway}], http: [] }`;
}

function policy(spec: string): string {
  return `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: extra, namespace: istio-ingress }
spec: { action: DENY, ${spec} }`;
}
