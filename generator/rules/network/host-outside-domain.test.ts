import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { networkHostOutsideDomain } from "./host-outside-domain.ts";

const route = (
  kind: string,
  spec: string,
  apiVersion = "gateway.networking.k8s.io/v1",
  namespace = "churn",
): string => `---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: r, namespace: ${namespace} }
spec: { ${spec} }
`;
const virtual = (hosts: string): string => route("VirtualService", `hosts: [${hosts}]`, "networking.istio.io/v1");
const ingress = (spec: string): string => route("Ingress", spec, "networking.k8s.io/v1");

test.each([
  {
    name: "hosts of the tenant's domain",
    yaml: route("HTTPRoute", "hostnames: [churn.models.acme.test, a.churn.models.acme.test]"),
    found: [],
  },
  {
    name: "foreign hosts among others, each with a finding",
    yaml: route("GRPCRoute", "hostnames: [models.acme.test, churn.models.acme.test, xchurn.models.acme.test]"),
    found: [
      "5:21 host models.acme.test is not allowed: it does not belong to churn",
      "5:63 host xchurn.models.acme.test is not allowed: it does not belong to churn",
    ],
  },
  {
    name: "a route without hosts",
    yaml: route("TLSRoute", "rules: []"),
    found: ["5:1 missing host in TLSRoute r: the route matches every host"],
  },
  {
    name: "an Ingress with an empty host, a foreign certificate and a default backend",
    yaml: ingress("rules: [{ http: {} }], tls: [{ hosts: [acme.test] }], defaultBackend: { service: { name: s } }"),
    found: [
      "5:17 missing host in Ingress r: the route matches every host",
      "5:48 host acme.test is not allowed: it does not belong to churn",
      "5:63 missing host in Ingress r: the route matches every host",
    ],
  },
  {
    name: "a VirtualService for Services of its namespace",
    yaml: virtual("a, a.churn, a.churn.svc, a.churn.svc.cluster.local"),
    found: [],
  },
  {
    name: "a VirtualService for other Services",
    yaml: virtual('a.pricing, a.b.churn, "*"'),
    found: [
      "5:17 host a.pricing is not allowed: it does not belong to churn",
      "5:28 host a.b.churn is not allowed: it does not belong to churn",
      "5:39 host * is not allowed: it does not belong to churn",
    ],
  },
  {
    name: "hosts in annotations, one of them foreign",
    yaml: route("HTTPRoute", "hostnames: [churn.models.acme.test]").replace(
      "namespace: churn",
      'namespace: churn, annotations: { external-dns.alpha.kubernetes.io/hostname: "a.churn.models.acme.test, acme.test" }',
    ),
    found: ["4:98 host acme.test is not allowed: it does not belong to churn"],
  },
  {
    name: "a route outside of tenants' namespaces",
    yaml: route("HTTPRoute", "rules: []", "gateway.networking.k8s.io/v1", "monitoring"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(networkHostOutsideDomain, yaml, churnOnProduction())).toEqual(found);
});

test("every host is reported where the cluster has no domain for tenants", () => {
  const context = churnOnProduction();
  const { cluster } = context;
  if (cluster === undefined) throw new Error("missing cluster");
  const network = { ...cluster.spec.network, domain: undefined };
  expect(
    findingsIn(networkHostOutsideDomain, route("HTTPRoute", "hostnames: [churn.models.acme.test]"), {
      ...context,
      cluster: { ...cluster, spec: { ...cluster.spec, network } },
    }),
  ).toEqual(["5:21 host churn.models.acme.test is not allowed: it does not belong to churn"]);
});
