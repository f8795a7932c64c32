import { describe, expect, test } from "vitest";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import {
  documents,
  gatewayApiEdge,
  gatewayApiObjects,
  ingressEdge,
  ingressObjects,
  issuer,
} from "../../testing/routes/objects.ts";
import { authenticationText } from "./authentication-text.ts";
import type { ProxyEdge } from "./edge.ts";
import { exposures } from "./exposures.ts";
import { outsideAnswers } from "./outside-answers.ts";

const withToken = `with a token of ${issuer} for search`;
const hosts = "to: [{ operation: { hosts: [search.acme.test, 'search.acme.test:*'] } }]";

describe("the proofs that requests to the host search need, with a further policy", () => {
  test.each([
    [
      "that denies another issuer",
      policy("DENY", `{ ${claim("claims[iss]", "notValues", issuer)}, ${hosts} }`),
      withToken,
    ],
    [
      "that requires a second audience",
      policy("DENY", `{ ${claim("audiences", "notValues", "other")}, ${hosts} }`),
      `with a token of ${issuer} for other and search`,
    ],
    [
      "that denies an audience and requires a second one",
      policy(
        "DENY",
        `{ ${claim("audiences", "notValues", "second")}, ${hosts} }, { ${claim("audiences", "values", "other")} }`,
      ),
      `with a token of ${issuer} for second and search`,
    ],
    ["that denies all paths of a template", policy("DENY", `{ to: [{ operation: { paths: ["/{**}"] } }] }`), withToken],
    ["that allows only a subject", policy("ALLOW", `{ from: [{ source: { requestPrincipals: [x/y] } }] }`), withToken],
    ["that allows only another host", policy("ALLOW", "{ to: [{ operation: { hosts: [x.acme.test] } }] }"), undefined],
    ["for a label that the pods may have", policy("DENY", "{}", "app: x"), withToken],
  ])("%s", (_, text, expected) => {
    for (const [edge, objects] of [
      [gatewayApiEdge, gatewayApiObjects],
      [ingressEdge, ingressObjects],
    ] as const)
      expect(proofs([...objects, ...documents(text)], edge, "search.acme.test")).toEqual(
        new Set(expected === undefined ? [] : [expected]),
      );
  });
});

describe("client certificates", () => {
  const certificates = (authorities: string): readonly KubernetesObject[] =>
    documents(`${gateway("partners", "partners", `tls: { frontend: { default: { validation: { ${authorities} } } } }, ${platformPods}`)}
---
${route("partners")}`);

  test.each([
    ["caCertificateRefs: [{ kind: Secret, name: a }]", "with a client certificate of istio-ingress/a"],
    [
      "caCertificateRefs: [{ kind: Secret, name: b, namespace: x }, { kind: ConfigMap, name: a }]",
      "with a client certificate of ConfigMap istio-ingress/a or x/b",
    ],
    ["caCertificateRefs: [{ name: a }], mode: AllowInsecureFallback", "without authentication"],
  ])("a Gateway with %s", (authorities, expected) => {
    expect(proofs(certificates(authorities), gatewayApiEdge, "partners.acme.test")).toEqual(new Set([expected]));
  });

  test.each([
    ["{ auth-tls-secret: x/a }", "{ auth-tls-secret: x/b }", "with a client certificate of x/a or x/b"],
    ["{ auth-tls-secret: x/a }", "{}", "with a client certificate of x/a"],
    [
      "{ auth-tls-secret: x/a }",
      "{ auth-tls-secret: x/b, auth-tls-verify-client: optional }",
      "without authentication",
    ],
  ])("Ingress objects of one host with %s and %s", (first, second, expected) => {
    const objects = documents([ingress("a", first), ingress("b", second)].join("\n---\n"));
    expect(proofs(objects, ingressEdge, "partners.acme.test")).toEqual(new Set([expected]));
  });
});

describe("absolute URLs through ingress-nginx", () => {
  test.each([
    ["this host", "vip.acme.test", "without authentication"],
    ["its own name", "fixed.acme.test", "with a client certificate of istio-ingress/clients"],
  ])("a host that requires a certificate, and another host that forwards %s", (_, forwarded, expected) => {
    const objects = ingressObjects
      .filter(({ kind, metadata }) => kind !== "Ingress" || ["vip", "fixed"].includes(metadata?.name ?? ""))
      .map((object): KubernetesObject => {
        const text = JSON.stringify(object);
        return JSON.parse(text.replace('upstream-vhost":"fixed.acme.test', `upstream-vhost":"${forwarded}`));
      });
    expect(proofs(objects, ingressEdge, "vip.acme.test")).toEqual(new Set([expected]));
  });

  test("an open host does not make the answer for a host with tokens weaker", () => {
    const objects = ingressObjects.map((object): KubernetesObject => {
      const text = JSON.stringify(object).replaceAll("/v2/models/income/infer", "/v2/models/ranker/infer");
      return JSON.parse(text);
    });
    const [answer] = outsideAnswers(objects, ingressEdge, {
      host: "search.acme.test",
      path: "/v2/models/ranker/infer",
    });
    expect(answer?.authentication).toEqual({ clientCertificate: [], tokens: [{ issuer, audiences: ["search"] }] });
  });
});

describe("a second Gateway with the same host", () => {
  test.each([
    ["other pods", "gatewayClassName: istio", [withToken, "without authentication"]],
    [
      "the pods of another Service",
      "addresses: [{ type: Hostname, value: other.istio-ingress.svc.cluster.local }]",
      [withToken, "without authentication"],
    ],
    [
      "the same pods",
      "addresses: [{ type: Hostname, value: istio-ingressgateway.istio-ingress.svc.cluster.local }]",
      [withToken],
    ],
  ])("and %s", (_, spec, expected) => {
    const objects = [
      ...gatewayApiObjects,
      ...documents(`${gateway("extra", "search", spec)}\n---\n${route("search", "extra")}`),
    ];
    expect(proofs(objects, gatewayApiEdge, "search.acme.test")).toEqual(new Set(expected));
  });
});

describe("wildcards", () => {
  test("a name that another listener has does not hide an open wildcard", () => {
    const text = ["example", "examplex", "*"].map((host) => {
      const name = host.replace("*", "wildcard");
      return `${gateway(name, host, platformPods)}\n---\n${route(host, name).replace("extra", name)}`;
    });
    expect(proofs(documents(text.join("\n---\n")), gatewayApiEdge, "*.acme.test")).toEqual(
      new Set(["without authentication"]),
    );
  });

  test("a client reaches a host through the listener of a wildcard", () => {
    const objects = documents(`${gateway("wildcard", "*", platformPods)}
---
${gateway("exact", "partners", `tls: { frontend: { default: { validation: { caCertificateRefs: [{ name: a }] } } } }, ${platformPods}`)}
---
${route("partners", "wildcard")}`);
    expect(proofs(objects, gatewayApiEdge, "partners.acme.test")).toEqual(new Set(["without authentication"]));
  });
});

const platformPods = "addresses: [{ type: Hostname, value: istio-ingressgateway.istio-ingress.svc.cluster.local }]";

function proofs(objects: readonly KubernetesObject[], edge: ProxyEdge, host: string): ReadonlySet<string> {
  const found = exposures(objects, edge).filter((exposure) => exposure.host === host);
  return new Set(found.map(({ authentication }) => authenticationText(authentication)));
}

function claim(key: string, field: "values" | "notValues", value: string): string {
  return `when: [{ key: "request.auth.${key}", ${field}: ["${value}"] }]`;
}

function policy(action: string, rules: string, label = "istio: ingressgateway"): string {
  return `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: extra, namespace: istio-ingress }
spec: { action: ${action}, selector: { matchLabels: { ${label} } }, rules: [${rules}] }`;
}

function gateway(name: string, host: string, spec: string): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: istio-ingress }
spec:
  listeners: [{ name: https, hostname: "${host}.acme.test", port: 443, protocol: HTTPS, allowedRoutes: { namespaces: { from: All } } }]
  ${spec.replace(/}, addresses/, "}\n  addresses")}`;
}

function route(host: string, parent = host): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: extra, namespace: search }
spec:
  parentRefs: [{ name: ${parent}, namespace: istio-ingress }]
  hostnames: ["${host}.acme.test"]
  rules: [{ backendRefs: [{ name: seldon-mesh, port: 80 }] }]`;
}

function ingress(name: string, annotations: string): string {
  const named = annotations.replaceAll("auth-tls", "nginx.ingress.kubernetes.io/auth-tls");
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: search, annotations: ${named} }
spec:
  ingressClassName: nginx
  rules: [{ host: partners.acme.test, http: { paths: [{ path: /${name}, pathType: Exact, backend: { service: { name: seldon-mesh, port: { number: 80 } } } }] } }]`;
}
