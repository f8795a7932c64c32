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
  summary: "Two objects take the same host and path.",
  neverWaived: "The other claimant's requests would go to whoever came first: it is not for one of them to accept.",
  docs: {
    why: "Ingress controllers, gateways and Istio do not refuse the second claim to a host and path: one of the two gets the requests, as a rule the older, and the other gets none. After objects are made anew it may be the other way round. Between tenants that is somebody else's traffic.",
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
    fix: "Give each tenant a host of its own, or a path of its own below one host.",
  },
  *check(manifestSet) {
    const owners = new Map<string, Manifest>();
    for (const manifest of manifestSet.of(ingressKind, httpRouteKind, virtualServiceKind)) {
      const messages = new Set<string>();
      for (const { key, path, what } of routesOf(manifest)) {
        const owner = owners.get(key);
        if (owner === undefined) owners.set(key, manifest);
        if (owner === undefined || owner === manifest || messages.has(what)) continue;
        messages.add(what);
        const name = `${owner.object.kind} ${describeNamespace(owner.namespace)}/${owner.name}`;
        yield {
          at: manifest.at(path, "value"),
          message: `${what} is taken by ${name} too`,
          hint: "One of the two gets no request: choose another host or path.",
          related: [{ at: owner.at(["metadata", "name"]), message: name }],
        };
      }
    }
  },
});
