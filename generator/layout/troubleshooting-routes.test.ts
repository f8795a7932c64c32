import { expect, test } from "vitest";
import { inventoryOf, scopeOf } from "../testing/inventory.ts";
import { edgeClusters, routedSample } from "../testing/routed-sample.ts";
import { requestsFromOutside } from "./troubleshooting-routes.ts";
import type { TroubleSection } from "./troubleshooting-section.ts";

function sectionsOf(
  edge: keyof typeof edgeClusters,
  routed: Parameters<typeof routedSample>[0],
): readonly TroubleSection[] {
  return requestsFromOutside(scopeOf(inventoryOf(routedSample(routed)), edgeClusters[edge], "fraud-detection"));
}

const to = { model: "fraud-v1-baseline" };
const jwt = { jwt: { issuer: "acme-sso", audiences: ["fraud"] } };
const clientCertificate = { clientCertificate: { authority: "partners" } };

test.each<readonly [edge: keyof typeof edgeClusters, route: object, causes: readonly string[]]>([
  ["gateway-api", { authentication: jwt }, ["401", "403", "404", "503", "504"]],
  [
    "gateway-api",
    { authentication: clientCertificate },
    ['A TLS error such as "certificate required"', "404", "503", "504"],
  ],
  ["ingress-and-istio", { authentication: "none" }, ["404", "413", "503", "504"]],
  ["ingress-and-istio", { authentication: clientCertificate }, ["400", "404", "413", "503", "504"]],
])("on %s, a route with %j has the causes %j", (edge, route, causes) => {
  const [rejected] = sectionsOf(edge, { routes: { r: { to, ...route } } });
  const found = rejected?.cases?.map((text) => text.split(":")[0] ?? "").filter((text) => !text.startsWith('"'));
  expect(found).toEqual(causes);
});

test("503 mentions the rate limit only of a route that has one", () => {
  const caseOf = (route: object): string | undefined =>
    sectionsOf("ingress-and-istio", { routes: { r: { to, authentication: "none", ...route } } })[0]?.cases?.find(
      (text) => text.startsWith("503"),
    );
  expect(caseOf({ rateLimit: { perSecond: 5 } })).toContain("rate limit");
  expect(caseOf({})).not.toContain("rate limit");
});

test.each<readonly [edge: keyof typeof edgeClusters, certificates: object | undefined, commands: readonly string[]]>([
  [
    "gateway-api",
    undefined,
    [
      "kubectl describe httproutes --namespace fraud-detection",
      "kubectl describe gateways.gateway.networking.k8s.io --namespace istio-ingress --selector tenantry.dev/tenant=fraud-detection",
      "kubectl get clusterissuers.cert-manager.io acme-ca",
    ],
  ],
  [
    "ingress-and-istio",
    { secret: "models-tls" },
    [
      "kubectl describe ingresses.networking.k8s.io --namespace istio-ingress --selector tenantry.dev/tenant=fraud-detection",
      "kubectl get secret models-tls --namespace istio-ingress",
    ],
  ],
])("on %s with the certificates %j, commands show what is not ready", (edge, certificates, commands) => {
  const [, notReady] = sectionsOf(edge, certificates === undefined ? {} : { certificates: { ...certificates } });
  for (const command of commands) expect(notReady?.look).toContain(command);
  expect(notReady?.look.some((line) => line.includes("certificates.cert-manager.io"))).toBe(certificates === undefined);
});

test("without a file of the authority, an untrusted certificate is due to the machine of the client", () => {
  const trustOf = (certificates?: { readonly secret: string }): string | undefined =>
    sectionsOf("ingress-and-istio", certificates === undefined ? {} : { certificates })[0]?.cases?.find((text) =>
      text.startsWith('"SSL certificate problem"'),
    );
  expect(trustOf()).toContain("ca.crt is not of the authority that signed the certificate");
  expect(trustOf({ secret: "models-tls" })).toContain("your machine does not trust the authority that signed");
});

test("a tenant without routes has no section", () => {
  expect(sectionsOf("gateway-api", { routes: {} })).toEqual([]);
});
