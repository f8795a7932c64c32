import { routeClaimsOf } from "../../evaluate/capacity/routes.ts";
import { describeNamespace, type Manifest } from "../../evaluate/manifests/manifest.ts";
import { httpRouteKind, ingressKind, virtualServiceKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const capacityHostTwice = defineRule({
  code: "capacity/host-twice",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "cluster",
  kinds: [ingressKind, httpRouteKind, virtualServiceKind],
  summary: "Two routes claim the same host and path.",
  neverWaived:
    "The requests of one tenant would go to the route of the other tenant, so neither tenant can accept the risk alone.",
  docs: {
    why: "The Gateway API, Istio and many ingress controllers accept a second route for the same host and path. One of the two routes, usually the older route, receives all requests, and the other route receives none. If the routes are created again, the requests can go to the other route. If the routes belong to two tenants, one tenant receives the traffic of the other tenant.",
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
    fix: "Give each tenant its own host, or its own path on a shared host.",
  },
  *check(manifestSet) {
    const owners = new Map<string, Manifest>();
    for (const manifest of manifestSet.of(ingressKind, httpRouteKind, virtualServiceKind)) {
      const reported = new Set<string>();
      for (const { key, path, what } of routeClaimsOf(manifest)) {
        const owner = owners.get(key);
        if (owner === undefined) owners.set(key, manifest);
        if (owner === undefined || owner === manifest || reported.has(what)) continue;
        reported.add(what);
        const name = `${owner.object.kind} ${describeNamespace(owner.namespace)}/${owner.name}`;
        yield {
          at: manifest.at(path, "value"),
          message: `duplicate route ${what}: ${name} also claims it`,
          hint: "One of the two routes receives no requests. Choose another host or path.",
          related: [{ at: owner.at(["metadata", "name"]), message: name }],
        };
      }
    }
  },
});
