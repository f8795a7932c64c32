import { routesOf } from "../../evaluate/capacity/routes.ts";
import { describeNamespace, type Manifest } from "../../evaluate/manifests/manifest.ts";
import { httpRouteKind, ingressKind, virtualServiceKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const capacityHostTwice = defineRule({
  code: "capacity/host-twice",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "cluster",
  kinds: [ingressKind, httpRouteKind, virtualServiceKind],
  summary: "Two objects claim the same host and path.",
  neverWaived:
    "The requests of one claimant would go to the other, which came first. Neither can accept that for the other.",
  docs: {
    why: "Ingress controllers, gateways and Istio do not reject a second claim to a host and path. One of the two objects gets all requests, as a rule the older one, and the other gets none. After the objects are created again, the roles can be reversed. Between tenants, this means that one tenant receives the traffic of the other.",
    invalid: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: scoring, namespace: churn }
spec:
  ingressClassName: nginx
  rules:
    - host: scoring.acme.test
      http: { paths: [{ path: /v1, pathType: Prefix, backend: { service: { name: seldon-mesh, port: { number: 80 } } } }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: scoring, namespace: pricing }
spec:
  ingressClassName: nginx
  rules:
    - host: scoring.acme.test
      http: { paths: [{ path: /v1, pathType: Prefix, backend: { service: { name: seldon-mesh, port: { number: 80 } } } }] }
`,
    valid: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: scoring, namespace: churn }
spec:
  ingressClassName: nginx
  rules:
    - host: churn.acme.test
      http: { paths: [{ path: /v1, pathType: Prefix, backend: { service: { name: seldon-mesh, port: { number: 80 } } } }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: scoring, namespace: pricing }
spec:
  ingressClassName: nginx
  rules:
    - host: pricing.acme.test
      http: { paths: [{ path: /v1, pathType: Prefix, backend: { service: { name: seldon-mesh, port: { number: 80 } } } }] }
`,
    fix: "Give each tenant its own host, or its own path below one host.",
  },
  *check(manifestSet) {
    const owners = new Map<string, Manifest>();
    for (const manifest of manifestSet.of(ingressKind, httpRouteKind, virtualServiceKind)) {
      const reported = new Set<string>();
      for (const { key, path, what } of routesOf(manifest)) {
        const owner = owners.get(key);
        if (owner === undefined) owners.set(key, manifest);
        if (owner === undefined || owner === manifest || reported.has(what)) continue;
        reported.add(what);
        const name = `${owner.object.kind} ${describeNamespace(owner.namespace)}/${owner.name}`;
        yield {
          at: manifest.at(path, "value"),
          message: `duplicate route ${what}: ${name} claims it too`,
          hint: "One of the two objects gets no requests. Choose another host or path.",
          related: [{ at: owner.at(["metadata", "name"]), message: name }],
        };
      }
    }
  },
});
