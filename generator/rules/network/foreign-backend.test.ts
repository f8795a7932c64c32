import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { networkForeignBackend } from "./foreign-backend.ts";

const virtual = (spec: string, namespace = "churn"): string => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: v, namespace: ${namespace} }
spec: { ${spec} }
`;
const route = (rule: string): string => `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: r, namespace: churn }
spec: { rules: [{ ${rule} }] }
`;

test.each([
  {
    name: "Services of the namespace",
    yaml: virtual(
      "http: [{ route: [{ destination: { host: seldon-mesh } }, { destination: { host: m.churn.svc.cluster.local } }] }]",
    ),
    found: [],
  },
  {
    name: "Services of another tenant",
    yaml: virtual(
      "http: [{ mirror: { host: a.pricing }, route: [{ destination: { host: m.pricing.svc.cluster.local } }] }]",
    ),
    found: [
      "5:78 target m.pricing.svc.cluster.local is not allowed: it is outside of namespace churn",
      "5:34 target a.pricing is not allowed: it is outside of namespace churn",
    ],
  },
  {
    name: "a VirtualService outside of tenants' namespaces",
    yaml: virtual("http: [{ mirror: { host: a.pricing } }]", "monitoring"),
    found: [],
  },
  { name: "a backend of the namespace", yaml: route("backendRefs: [{ name: seldon-mesh, port: 80 }]"), found: [] },
  {
    name: "backends elsewhere",
    yaml: route(
      "backendRefs: [{ name: m, namespace: pricing }, { kind: Hostname, group: networking.istio.io, name: a.b }]",
    ),
    found: [
      "5:33 target m.pricing.svc.cluster.local is not allowed: it is outside of namespace churn",
      "5:66 target networking.istio.io/Hostname a.b is not allowed: it is outside of namespace churn",
    ],
  },
  {
    name: "copies of requests",
    yaml: route("filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: m, namespace: pricing } } }]"),
    found: ["5:29 target filter RequestMirror is not allowed: it is outside of namespace churn"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(networkForeignBackend, yaml, churnOnProduction())).toEqual(found);
});

test("the Envoy that tenants share is allowed", () => {
  const yaml = virtual("http: [{ route: [{ destination: { host: seldon-mesh.seldon-system.svc.cluster.local } }] }]");
  expect(findingsIn(networkForeignBackend, yaml, churnOnProduction("", "enhanced"))).toEqual([]);
  expect(findingsIn(networkForeignBackend, yaml, churnOnProduction())).toHaveLength(1);
});
