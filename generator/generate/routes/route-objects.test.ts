import { describe, expect, test } from "vitest";
import { kindName } from "../../models/kinds.ts";
import { groupVersion } from "../../models/kubernetes-object.ts";
import type { EdgeName } from "../../patterns/edge.ts";
import { edgeSandbox } from "../../testing/edges.ts";
import { inventoryOf, scopeOf } from "../../testing/inventory.ts";
import { mergeSpec } from "../../testing/sandbox.ts";
import { onSharedRuntime } from "../../testing/streams.ts";
import type { RawMap } from "../../validate/merge.ts";
import { clusterScope, type Generated } from "../scope.ts";
import { tokenValidation } from "./authentication.ts";
import { edgeObjects, routeObjects } from "./route-objects.ts";

const open = "to: { model: churn }, authentication: none";
const withToken = "to: { model: churn }, authentication: { jwt: { issuer: sso, audiences: [a, b] } }";
const withCertificate = "to: { model: churn }, authentication: { clientCertificate: { authority: partners } }";
const staging = "clusters/staging/cluster.yaml";

interface Objects {
  readonly tenant: readonly Generated[];
  readonly gateway: readonly Generated[];
}

function objectsOf(root: string): Objects {
  const scope = scopeOf(inventoryOf(root), "staging", "churn");
  return { tenant: routeObjects(scope), gateway: edgeObjects(scope) };
}

function named({ object: { apiVersion, kind, metadata } }: Generated): string {
  return `${kindName({ group: groupVersion(apiVersion).group, kind })} ${metadata?.namespace}/${metadata?.name}`;
}

function specOf(objects: readonly Generated[], name: string): RawMap {
  const found = objects.find((item) => named(item) === name);
  if (found === undefined) throw new Error(`missing ${name} among ${objects.map(named).join(", ")}`);
  return JSON.parse(JSON.stringify(found.object));
}

describe("the objects of a tenant's routes", () => {
  test.each<{ name: string; edge: EdgeName; routes: string; tenant: string[]; gateway: string[] }>([
    {
      name: "REST and gRPC with Gateway API",
      edge: "gateway-api",
      routes: `r: { protocols: [rest, grpc], ${open} }`,
      tenant: ["gateway.networking.k8s.io/HTTPRoute churn/r", "gateway.networking.k8s.io/GRPCRoute churn/r"],
      gateway: [
        "gateway.networking.k8s.io/Gateway istio-ingress/churn",
        "cert-manager.io/Certificate istio-ingress/churn.routes",
      ],
    },
    {
      name: "REST and gRPC behind nginx",
      edge: "ingress-and-istio",
      routes: `r: { protocols: [rest, grpc], ${open} }`,
      tenant: ["networking.istio.io/VirtualService churn/r"],
      gateway: [
        "networking.istio.io/Gateway istio-ingress/churn",
        "networking.k8s.io/Ingress istio-ingress/churn.r",
        "networking.k8s.io/Ingress istio-ingress/churn.r.grpc",
        "cert-manager.io/Certificate istio-ingress/churn.routes",
      ],
    },
    {
      name: "tokens and client certificates, each on a host, with Gateway API",
      edge: "gateway-api",
      routes: `a: { ${withToken} }\nb: { host: b.churn.models.staging.acme.test, ${withCertificate} }`,
      tenant: ["gateway.networking.k8s.io/HTTPRoute churn/a", "gateway.networking.k8s.io/HTTPRoute churn/b"],
      gateway: [
        "gateway.networking.k8s.io/Gateway istio-ingress/churn",
        "gateway.networking.k8s.io/Gateway istio-ingress/churn.partners",
        "cert-manager.io/Certificate istio-ingress/churn.routes",
        "security.istio.io/AuthorizationPolicy istio-ingress/churn",
      ],
    },
  ])("$name", ({ edge, routes, tenant, gateway }) => {
    const objects = objectsOf(edgeSandbox(edge, routes));
    expect(objects.tenant.map(named)).toEqual(tenant);
    expect(objects.gateway.map(named)).toEqual(gateway);
  });

  test.each(["draining", "drained"])("a tenant that is %s has none", (lifecycle) => {
    const root = edgeSandbox("gateway-api", `r: { ${open} }`);
    mergeSpec(root, staging, { seldon: { lifecycle } });
    expect(objectsOf(root)).toEqual({ tenant: [], gateway: [] });
  });

  test("a suspended tenant keeps them", () => {
    const root = edgeSandbox("gateway-api", `r: { ${open} }`);
    mergeSpec(root, staging, { seldon: { lifecycle: "suspended" } });
    expect(objectsOf(root).tenant.map(named)).toEqual(["gateway.networking.k8s.io/HTTPRoute churn/r"]);
  });
});

test("an HTTPRoute matches exact paths, sets the target, and removes Seldon's other headers", () => {
  const { tenant } = objectsOf(
    edgeSandbox(
      "gateway-api",
      "r: { path: /score, methods: [POST, GET], to: { experiment: split }, authentication: none }",
    ),
  );
  const { spec } = specOf(tenant, "gateway.networking.k8s.io/HTTPRoute churn/r");
  const rule = (method: string, path: string, seldonPath: string): RawMap => ({
    matches: [{ path: { type: "Exact", value: path }, method }],
    filters: [
      {
        type: "RequestHeaderModifier",
        requestHeaderModifier: {
          set: [{ name: "seldon-model", value: "split.experiment" }],
          remove: ["seldon-internal-model", "seldon-logging", "x-seldon-route"],
        },
      },
      { type: "URLRewrite", urlRewrite: { path: { type: "ReplaceFullPath", replaceFullPath: seldonPath } } },
    ],
    backendRefs: [{ group: "", kind: "Service", name: "seldon-mesh", port: 80, weight: 1 }],
    timeouts: { request: "60s" },
  });
  expect(spec).toEqual({
    parentRefs: [
      {
        group: "gateway.networking.k8s.io",
        kind: "Gateway",
        name: "churn",
        namespace: "istio-ingress",
        sectionName: "churn.models.staging.acme.test",
      },
    ],
    hostnames: ["churn.models.staging.acme.test"],
    rules: [
      rule("POST", "/score/infer", "/v2/models/split/infer"),
      rule("GET", "/score", "/v2/models/split"),
      rule("GET", "/score/ready", "/v2/models/split/ready"),
    ],
  });
});

test("a pipeline has no metadata", () => {
  const { tenant } = objectsOf(
    edgeSandbox(
      "gateway-api",
      "r: { protocols: [rest, grpc], methods: [GET], to: { pipeline: steps }, authentication: none }",
    ),
  );
  expect(specOf(tenant, "gateway.networking.k8s.io/HTTPRoute churn/r")).toMatchObject({
    spec: { rules: [{ matches: [{ path: { value: "/v2/models/steps/ready" }, method: "GET" }] }] },
  });
  expect(specOf(tenant, "gateway.networking.k8s.io/GRPCRoute churn/r")).toMatchObject({
    spec: { rules: [{ matches: [{ method: { method: "ModelReady" } }] }] },
  });
});

test("the certificates of clients apply to all hosts of a separate Gateway", () => {
  const { gateway } = objectsOf(
    edgeSandbox("gateway-api", `a: { ${open} }\nb: { host: b.churn.models.staging.acme.test, ${withCertificate} }`),
  );
  const hosts = (name: string): unknown =>
    specOf(gateway, `gateway.networking.k8s.io/Gateway istio-ingress/${name}`)["spec"];
  expect(hosts("churn")).not.toHaveProperty("tls");
  expect(hosts("churn")).toMatchObject({ listeners: [{ hostname: "churn.models.staging.acme.test" }] });
  expect(hosts("churn.partners")).toMatchObject({
    listeners: [{ hostname: "b.churn.models.staging.acme.test" }],
    tls: {
      frontend: { default: { validation: { caCertificateRefs: [{ kind: "Secret", name: "churn.partners" }] } } },
    },
  });
});

test.each<EdgeName>(["gateway-api", "ingress-and-istio"])(
  "at edge %s, requests without a valid token of the issuer for an audience are denied",
  (edge) => {
    const root = edgeSandbox(edge, `r: { ${withToken} }`);
    const { gateway } = objectsOf(root);
    const to = [{ operation: { hosts: ["churn.models.staging.acme.test", "churn.models.staging.acme.test:*"] } }];
    expect(specOf(gateway, "security.istio.io/AuthorizationPolicy istio-ingress/churn")["spec"]).toEqual({
      selector: { matchLabels: { istio: "ingressgateway" } },
      action: "DENY",
      rules: [
        { from: [{ source: { notRequestPrincipals: ["*"] } }], to },
        { to, when: [{ key: "request.auth.claims[iss]", notValues: ["https://sso.acme.test/ml"] }] },
        { to, when: [{ key: "request.auth.audiences", notValues: ["a", "b"] }] },
      ],
    });
    const tokens = tokenValidation(clusterScope(scopeOf(inventoryOf(root), "staging", "churn").cluster));
    expect(tokens.map(named)).toEqual(["security.istio.io/RequestAuthentication istio-ingress/sso"]);
  },
);

test("with a shared runtime, routes lead to the Envoy in Seldon's namespace, with a grant", () => {
  const root = edgeSandbox("gateway-api", `r: { ${open} }`);
  mergeSpec(root, staging, onSharedRuntime);
  const { tenant, gateway } = objectsOf(root);
  expect(specOf(tenant, "gateway.networking.k8s.io/HTTPRoute churn/r")).toMatchObject({
    spec: { rules: [{ backendRefs: [{ name: "seldon-mesh", namespace: "seldon-system" }] }] },
  });
  expect(specOf(gateway, "gateway.networking.k8s.io/ReferenceGrant seldon-system/churn.routes")["spec"]).toEqual({
    from: ["GRPCRoute", "HTTPRoute"].map((kind) => ({ group: "gateway.networking.k8s.io", kind, namespace: "churn" })),
    to: [{ group: "", kind: "Service", name: "seldon-mesh" }],
  });
});

test("a VirtualService is exported to the namespace of the gateway, which binds the host to the tenant", () => {
  const { tenant, gateway } = objectsOf(edgeSandbox("ingress-and-istio", `r: { timeout: 9, ${open} }`));
  expect(specOf(tenant, "networking.istio.io/VirtualService churn/r")["spec"]).toEqual({
    exportTo: ["istio-ingress"],
    hosts: ["churn.models.staging.acme.test"],
    gateways: ["istio-ingress/churn"],
    http: [
      {
        match: [{ uri: { exact: "/v2/models/churn/infer" }, method: { exact: "POST" } }],
        headers: {
          request: {
            set: { "seldon-model": "churn" },
            remove: ["seldon-internal-model", "seldon-logging", "x-seldon-route"],
          },
        },
        route: [{ destination: { host: "seldon-mesh.churn.svc.cluster.local", port: { number: 80 } } }],
        timeout: "9s",
        retries: { attempts: 0 },
      },
    ],
  });
  expect(specOf(gateway, "networking.istio.io/Gateway istio-ingress/churn")["spec"]).toEqual({
    selector: { istio: "ingressgateway" },
    servers: [
      { port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["churn/churn.models.staging.acme.test"] },
    ],
  });
});

test("the limits of a route are annotations of its Ingress", () => {
  const { gateway } = objectsOf(
    edgeSandbox(
      "ingress-and-istio",
      `r: { timeout: 9, bodySize: 8, rateLimit: { perMinute: 30 }, protocols: [grpc], ${withCertificate} }`,
    ),
  );
  const annotations = Object.entries({
    "auth-tls-secret": "istio-ingress/churn.partners",
    "auth-tls-verify-client": "on",
    "backend-protocol": "GRPC",
    "limit-burst-multiplier": "1",
    "limit-rpm": "30",
    "proxy-body-size": "8m",
    "proxy-read-timeout": "14",
    "proxy-send-timeout": "14",
  }).map(([name, value]) => [`nginx.ingress.kubernetes.io/${name}`, value]);
  expect(specOf(gateway, "networking.k8s.io/Ingress istio-ingress/churn.r.grpc")).toMatchObject({
    metadata: { annotations: Object.fromEntries(annotations) },
    spec: { rules: [{ http: { paths: [{ path: "/inference.GRPCInferenceService/ModelInfer", pathType: "Exact" }] } }] },
  });
});
