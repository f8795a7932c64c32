import { describe, expect, test } from "vitest";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import {
  documents,
  gatewayApiEdge,
  gatewayApiObjects,
  httpRoute,
  ingressEdge,
  ingressObjects,
  issuer,
} from "../../testing/routes/objects.ts";
import { mapAt } from "../manifests/reading.ts";
import type { ProxyEdge } from "./edge.ts";
import { type Exposure, exposures } from "./exposures.ts";
import { unevaluatedParts } from "./unevaluated.ts";

const infer = "/v2/models/income/infer";
const grpc = "/inference.GRPCInferenceService/ModelInfer";
const token = `token ${issuer} search`;

test("all exposures of an Istio gateway", () => {
  expect(rows(gatewayApiObjects, gatewayApiEdge)).toEqual(
    [
      `fraud POST ${infer} = income`,
      "fraud GET /v2/models/income/ready = income",
      "fraud POST /score = income",
      `fraud every ${grpc} = income`,
      `vip POST ${infer} = vip, certificate of istio-ingress/vip-tls`,
      `fixed POST ${infer} = fixed`,
      `search POST /v2/models/ranker/infer = ranker.pipeline, ${token}`,
      `search POST /v2/models/ranker* = ranker, ${token}`,
      `search POST /rank* = ranker, ${token}`,
    ].sort(),
  );
});

test("all exposures of ingress-nginx: an absolute URL of another host with the same path needs no certificate", () => {
  const expected = [
    `fraud POST ${infer} = income`,
    "fraud GET /v2/models/income/ready = income",
    "fraud POST /score = income",
    `fraud POST ${grpc} = income`,
    `vip POST ${infer} = vip`,
    `fixed POST ${infer} = fixed`,
    `search POST /v2/models/ranker/infer = ranker, ${token}`,
  ];
  expect(rows(ingressObjects, ingressEdge)).toEqual(expected.sort());
});

test("a client certificate is required if no other host has the path", () => {
  const objects = ingressObjects.map((object) =>
    object.kind === "Ingress" && object.metadata?.name === "vip" ? withText(object, infer, "/vip") : object,
  );
  const changed = objects.map((object) => (object.metadata?.name === "vip" ? withText(object, infer, "/vip") : object));
  expect(rows(changed, ingressEdge)).toContain("vip POST /vip = vip, certificate of istio-ingress/clients");
});

describe("a change of the objects", () => {
  test("Istio ignores a policy with targetRefs if the pods have no label of the Gateway", () => {
    const objects = gatewayApiObjects.map((object) =>
      withText(object, '"selector":{"matchLabels":{"istio":"ingressgateway"}}', targetRefs),
    );
    expect(rows(objects, gatewayApiEdge)).toContain("search POST /v2/models/ranker* = ranker");
    const managed = objects.map((object) => withText(object, '"type":"Hostname"', '"type":"IPAddress"'));
    expect(rows(managed, gatewayApiEdge)).toContain(`search POST /v2/models/ranker* = ranker, ${token}`);
  });

  test("a policy without the hosts with a port does not protect the host", () => {
    const objects = gatewayApiObjects.map((object) => withText(object, ',"search.acme.test:*"', ""));
    expect(rows(objects, gatewayApiEdge)).toContain("search POST /v2/models/ranker* = ranker");
  });

  test("a route of another namespace is not exposed", () => {
    const objects = gatewayApiObjects.map((object) => withText(object, '"namespace":"search"', '"namespace":"other"'));
    expect(rows(objects, gatewayApiEdge).filter((row) => row.startsWith("search"))).toEqual([]);
  });

  test("a VirtualService that is not exported to the gateway's namespace is not exposed", () => {
    const objects = ingressObjects.map((object) =>
      withText(object, '"exportTo":["istio-ingress"]', '"exportTo":["."]'),
    );
    expect(rows(objects, ingressEdge)).toEqual([]);
  });

  test("a route without a header leaves the model to the client", () => {
    const rule = `{ matches: [{ path: { type: PathPrefix, value: /v2 } }], backendRefs: [{ name: seldon-mesh, port: 80 }] }`;
    const objects = [...gatewayApiObjects, ...documents(httpRoute("fraud", "open", "fraud", [rule]))];
    expect(rows(objects, gatewayApiEdge)).toContain("fraud every /v2* = undefined");
  });

  test("an Ingress of a tenant that forwards to Seldon's Envoy is exposed", () => {
    const direct = ingressObjects.map((object) =>
      object.metadata?.name === "search" && object.kind === "Ingress"
        ? withText(object, '"namespace":"istio-ingress"', '"namespace":"search"')
        : object,
    );
    expect(rows(direct, ingressEdge)).toContain("search every /v2/models/ranker/infer = undefined");
  });
});

describe("parts that are not evaluated", () => {
  test("the objects of the tables have none", () => {
    expect(unevaluatedParts(gatewayApiObjects, gatewayApiEdge)).toEqual([]);
    expect(unevaluatedParts(ingressObjects, ingressEdge)).toEqual([]);
  });

  test.each([
    ['"method":"POST"', '"headers":[{"name":"a"}]', "spec.rules.0.matches.0.headers"],
    ['"type":"Exact"', '"type":"RegularExpression"', "spec.rules.0.matches.0.path.type"],
    ['"type":"RequestHeaderModifier"', '"type":"RequestMirror"', "spec.rules.0.filters.0.type"],
    ['"protocol":"HTTPS"', '"protocol":"HTTP"', "spec.listeners.0.protocol"],
    ['"notRequestPrincipals"', '"notIpBlocks"', "spec.rules.0.from.0.source.notIpBlocks"],
    ['"action":"DENY"', '"action":"CUSTOM"', "spec.action"],
  ])("%s replaced with %s is at %s", (from, to, path) => {
    const objects = gatewayApiObjects.map((object) => withText(object, from, to));
    expect(unevaluatedParts(objects, gatewayApiEdge).map((part) => part.path.join("."))).toContain(path);
  });

  test("an EnvoyFilter and an annotation of ingress-nginx", () => {
    const filter: KubernetesObject = { apiVersion: "networking.istio.io/v1alpha3", kind: "EnvoyFilter" };
    const annotation = "nginx.ingress.kubernetes.io/rewrite-target";
    const objects = ingressObjects.map((object) =>
      withText(object, '"annotations":{}', `"annotations":{"${annotation}":"/"}`),
    );
    const found = unevaluatedParts([...objects, filter], ingressEdge).map(({ what }) => what);
    expect(new Set(found)).toEqual(new Set(["EnvoyFilter", annotation]));
  });
});

const targetRefs = '"targetRefs":[{"group":"gateway.networking.k8s.io","kind":"Gateway","name":"search"}]';

function rows(objects: readonly KubernetesObject[], edge: ProxyEdge): readonly string[] {
  return exposures(objects, edge).map(row).sort();
}

function row({ host, method, path, matches, target, authentication }: Exposure): string {
  const tokens = authentication.tokens.map(({ issuer: name, audiences }) => ["token", name, ...audiences].join(" "));
  const proofs = [...authentication.clientCertificate.map((authority) => `certificate of ${authority}`), ...tokens];
  const name = host.replace(".acme.test", "");
  return [`${name} ${method ?? "every"} ${path}${matches === "prefix" ? "*" : ""} = ${target}`, ...proofs].join(", ");
}

function withText(object: KubernetesObject, from: string, to: string): KubernetesObject {
  const text = JSON.stringify(mapAt(object)).replaceAll(from, to);
  return JSON.parse(text);
}
