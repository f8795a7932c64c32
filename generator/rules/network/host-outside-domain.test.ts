import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
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
    name: "its own",
    yaml: route("HTTPRoute", "hostnames: [churn.models.acme.test, a.churn.models.acme.test]"),
    found: [],
  },
  {
    name: "foreign ones, each by itself",
    yaml: route("GRPCRoute", "hostnames: [models.acme.test, churn.models.acme.test, xchurn.models.acme.test]"),
    found: ["5:21 models.acme.test is not churn's", "5:63 xchurn.models.acme.test is not churn's"],
  },
  { name: "every host", yaml: route("TLSRoute", "rules: []"), found: ["5:1 r takes every host"] },
  {
    name: "in an Ingress: no host, a certificate, a default backend",
    yaml: ingress("rules: [{ http: {} }], tls: [{ hosts: [acme.test] }], defaultBackend: { service: { name: s } }"),
    found: ["5:17 r takes every host", "5:48 acme.test is not churn's", "5:63 r takes every host"],
  },
  {
    name: "its own Services in a mesh",
    yaml: virtual("a, a.churn, a.churn.svc, a.churn.svc.cluster.local"),
    found: [],
  },
  {
    name: "others' in a mesh",
    yaml: virtual('a.pricing, a.b.churn, "*"'),
    found: ["5:17 a.pricing is not churn's", "5:28 a.b.churn is not churn's", "5:39 * is not churn's"],
  },
  {
    name: "outside of tenants' namespaces",
    yaml: route("HTTPRoute", "rules: []", "gateway.networking.k8s.io/v1", "monitoring"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(networkHostOutsideDomain, yaml, churnOnProduction())).toEqual(found);
});

test("no host is a tenant's where the cluster has no domain", () => {
  const context = churnOnProduction();
  const { cluster } = context;
  if (cluster === undefined) throw new Error("there is no cluster");
  const network = { ...cluster.spec.network, domain: undefined };
  expect(
    foundIn(networkHostOutsideDomain, route("HTTPRoute", "hostnames: [churn.models.acme.test]"), {
      ...context,
      cluster: { ...cluster, spec: { ...cluster.spec, network } },
    }),
  ).toEqual(["5:21 churn.models.acme.test is not churn's"]);
});
