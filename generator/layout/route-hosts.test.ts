import { expect, test } from "vitest";
import { parse } from "yaml";
import { layoutOf } from "../gate/layout-of.ts";
import { clusterOf, inventoryOf } from "../testing/inventory.ts";
import { routedSample } from "../testing/routed-sample.ts";

type Routed = Parameters<typeof routedSample>[0];

function textsOf(cluster: string, routed: Routed): ReadonlyMap<string, string> {
  const inventory = inventoryOf(routedSample(routed));
  return layoutOf(inventory, { cluster: clusterOf(inventory, cluster), tenant: undefined }).texts;
}

const file = (cluster: string): string => `clusters/${cluster}/overlays/addons/istio/hosts.yaml`;

test.each([
  ["staging", "models.staging.acme.test", "192.168.2.200"],
  ["production", "models.acme.test", "192.168.1.200"],
])(
  "hosts.yaml of %s lists each host once, sorted, with its address and its certificate",
  (cluster, domain, address) => {
    const to = { model: "fraud-v1-baseline" };
    const routes = {
      a: { to, authentication: "none" },
      b: { to, path: "/b", authentication: "none" },
      c: { to, host: `a.fraud-detection.${domain}`, authentication: "none" },
    };
    const certificate = (tenant: string): object => ({
      secret: `${tenant}.routes`,
      namespace: "istio-ingress",
      from: "acme-ca",
    });
    const own = { tenant: "fraud-detection", address, certificate: certificate("fraud-detection") };
    expect(parse(textsOf(cluster, { routes }).get(file(cluster)) ?? "")).toEqual({
      hosts: [
        { host: `a.fraud-detection.${domain}`, ...own },
        { host: `fraud-detection.${domain}`, ...own },
        {
          host: `recommendation-engine.${domain}`,
          tenant: "recommendation-engine",
          address,
          certificate: certificate("recommendation-engine"),
        },
      ],
    });
  },
);

test.each([
  ["staging", "istio-ingressgateway in namespace istio-ingress"],
  ["production", "ingress-nginx-controller in namespace ingress-nginx"],
])("without a reserved address, hosts.yaml of %s names the Service %s", (cluster, service) => {
  const text = textsOf(cluster, { reserved: false, certificates: { secret: "models-tls" } }).get(file(cluster)) ?? "";
  expect(text).toContain(`# The address of the hosts is the external address of the Service ${service}.\n`);
  expect(parse(text).hosts[0]).toEqual({
    host: expect.stringContaining("fraud-detection."),
    tenant: "fraud-detection",
    certificate: { secret: "models-tls", namespace: "istio-ingress", from: "manual" },
  });
});

test("the READMEs of the add-on and of the bootstrap mention hosts.yaml, which is empty without routes", () => {
  const texts = textsOf("staging", {});
  expect(texts.get("clusters/staging/overlays/addons/istio/README.md")).toContain(
    "[`hosts.yaml`](hosts.yaml) lists the hosts of the tenants' routes",
  );
  expect(texts.get("clusters/staging/bootstrap/README.md")).toContain(
    `\`${file("staging")}\` lists the hosts of the tenants' routes, with the address and the certificate of each host. Create a DNS record for each host.`,
  );
  const inventory = inventoryOf(routedSample({}));
  const cluster = clusterOf(inventory, "staging");
  const alone = { ...cluster, tenants: cluster.tenants.filter(({ name }) => name === "churn") };
  const without = layoutOf(inventory, { cluster: alone, tenant: undefined }).texts;
  expect(parse(without.get(file("staging")) ?? "")).toEqual({ hosts: [] });
});

test("a cluster that takes no routes has no hosts.yaml", () => {
  const inventory = inventoryOf();
  const { texts } = layoutOf(inventory, { cluster: clusterOf(inventory, "staging"), tenant: undefined });
  expect([...texts].filter(([path, text]) => `${path} ${text}`.includes("hosts.yaml"))).toEqual([]);
});
