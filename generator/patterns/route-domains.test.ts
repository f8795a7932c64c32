import { expect, test } from "vitest";
import { inventoryOf } from "../testing/inventory.ts";
import { mergeSpec, sampleCopy } from "../testing/sandbox.ts";
import { preconditions } from "./preconditions.ts";

/** The findings about routes if staging has this domain. Production has models.acme.test. */
function found(domain: string): readonly string[] {
  const root = sampleCopy();
  mergeSpec(root, "clusters/staging/cluster.yaml", { network: { domain } });
  return preconditions(inventoryOf(root), "2026-11-23")
    .filter(({ code }) => code.startsWith("routes/"))
    .map(({ severity, code, message, at }) => `${at.file} ${severity} ${code} ${message}`)
    .sort();
}

test.each([
  { name: "another domain", domain: "models.staging.acme.test", found: [] },
  { name: "a domain below, which no tenant's name reaches", domain: "staging.models.acme.test", found: [] },
  {
    name: "the same domain",
    domain: "models.acme.test",
    found: [
      "tenants/fraud-detection.yaml warning routes/claimed duplicate host fraud-detection.models.acme.test: cluster staging has it, too, so DNS records need the addresses of both clusters",
      "tenants/recommendation-engine.yaml warning routes/claimed duplicate host recommendation-engine.models.acme.test: cluster staging has it, too, so DNS records need the addresses of both clusters",
    ],
  },
  {
    name: "the host of a tenant of the other cluster",
    domain: "fraud-detection.models.acme.test",
    found: [
      "tenants/fraud-detection.yaml error routes/host invalid host fraud-detection.models.acme.test: it belongs to the domain of cluster staging",
    ],
  },
])("$name: $found", ({ domain, found: expected }) => {
  expect(found(domain)).toEqual(expected);
});
