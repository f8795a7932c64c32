import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { readInventory } from "../commands/inventory.ts";
import { addonSandbox, generatedFiles } from "../testing/addon-sandbox.ts";
import { tenantry } from "../testing/command-line.ts";
import { edgeSandbox } from "../testing/edges.ts";
import { errorsIn, inventoryOf } from "../testing/inventory.ts";
import { mergeSpec, write } from "../testing/sandbox.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests reach into objects of any kind
function valuesOf(use: object): any {
  const files = generatedFiles(inventoryOf(addonSandbox({ "ingress-nginx": use })));
  const file = "clusters/staging/applications/addons/ingress-nginx/application-controller.yaml";
  const [application] = parseAllDocuments(files.get(file) ?? "").map((document) => document.toJS());
  return application.spec.source.helm.valuesObject;
}

test("the load balancer asks for a pool and an address only if the settings name them", () => {
  expect(valuesOf({}).controller.service.annotations).toEqual({});
  const settings = { pool: "edge", address: "192.168.2.200" };
  expect(valuesOf({ settings }).controller.service.annotations).toEqual({
    "metallb.io/address-pool": "edge",
    "metallb.io/loadBalancerIPs": "192.168.2.200",
  });
});

test("explain and report state that it has no more support", async () => {
  const root = addonSandbox({ "ingress-nginx": {} });
  const { out } = await tenantry(root, ["explain", "ingress-nginx", "--output", "json"]);
  expect(JSON.parse(out).endOfLife.since).toBe("2026-03");
  const report = await tenantry(root, ["report", "--output", "json"]);
  expect(JSON.parse(report.out).ended).toMatchObject([
    { cluster: "staging", addon: "ingress-nginx", since: "2026-03" },
  ]);
  expect((await tenantry(root, ["report", "--output", "markdown"])).out).toContain(
    "| staging | ingress-nginx | 2026-03 |",
  );
});

/** Another gateway, to which nginx sends the requests. */
const gateway = `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: edge }
spec:
  description: The gateway of the tenants
  kubernetes: { minimum: "1.30" }
  provides: { gateway: { service: ingress, workload: proxy, port: http } }
  namespaces: { edge: { podSecurity: restricted } }
  applications:
    proxy: { namespace: edge, git: { repository: https://git.acme.test/edge.git, revision: v1.0.0, path: deploy } }
  workloads:
    proxy: { namespace: edge, pods: { app: proxy }, ports: { http: 8080 }, to: [tenants.envoy] }
`;

describe("in front of another gateway", () => {
  const root = (use: object): string => {
    const folder = addonSandbox({ "ingress-nginx": use, edge: {}, strimzi: {}, "external-secrets": {} }, "all");
    write(folder, "platform/addons/edge.yaml", gateway);
    return folder;
  };

  test("both as the gateway of the tenants are reported", () => {
    const found = readInventory(root({})).diagnostics.filter(({ severity }) => severity === "error");
    expect(found.map(({ code }) => code)).toEqual(["addons/provided-twice"]);
  });

  test("nginx reaches the gateway, and not the tenants", async () => {
    const folder = root({ variant: "in-front" });
    expect((await tenantry(folder, ["check"])).out).not.toContain("error");
    const reach = async (from: string, to: string): Promise<number> =>
      (await tenantry(folder, ["reach", from, to, "--cluster", "staging"])).code;
    expect(await reach("ingress-nginx/controller", "edge/proxy:8080")).toBe(0);
    expect(await reach("ingress-nginx/controller", "fraud-detection/envoy:9000")).toBe(1);
    expect(await reach("edge/proxy", "fraud-detection/envoy:9000")).toBe(0);
  });
});

test("switching it off is refused while a tenant accepts its calls", () => {
  const others = { strimzi: {}, "external-secrets": {} };
  const root = addonSandbox({ "ingress-nginx": { retired: ["controller"] }, ...others }, "all");
  expect(readInventory(root).diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
    "addons/in-use add-on ingress-nginx is in use on staging: contract gateway is used by fraud-detection and recommendation-engine",
  ]);
});

test.each([
  { name: "is allowed if the gateway takes routes by Gateway API", others: { "gateway-api": {} }, codes: [] },
  { name: "is refused without Gateway API", others: {}, codes: ["addons/in-use"] },
])("switching it off in front of a gateway with routes $name", ({ others, codes }) => {
  const root = edgeSandbox("ingress-and-istio", "r: { to: { model: churn }, authentication: none }");
  mergeSpec(root, "clusters/staging/cluster.yaml", {
    addons: { ...others, "ingress-nginx": { retired: ["controller"] } },
  });
  expect(errorsIn(root).map(({ code }) => code)).toEqual(codes);
});

test("a plan that an error blocks does not list the warning", async () => {
  const root = addonSandbox({ "ingress-nginx": {}, strimzi: {}, "external-secrets": {} }, "all");
  const argv = ["plan", "--addon", "strimzi", "--lifecycle", "removed", "--cluster", "staging", "--output", "json"];
  const { unmet }: { unmet: readonly { code: string }[] } = JSON.parse((await tenantry(root, argv)).out);
  expect(new Set(unmet.map(({ code }) => code))).toEqual(new Set(["reference/unknown"]));
});
