import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tenantDemand, totalDemand } from "../../patterns/demand.ts";
import { patterns } from "../../patterns/table.ts";
import { builtSample, renderedManifests } from "../../testing/rendered-manifests.ts";
import { consumersIn } from "./demand.ts";
import { usageOf } from "./namespace-usage.ts";
import { sumUsage } from "./usage.ts";

const rendered = [
  ["the sample", renderedManifests(await builtSample())],
  ["the four patterns", renderedManifests(join(import.meta.dirname, "../../golden/four-patterns"))],
] as const;

describe.each(rendered)("the tenants of %s", (_, manifestSets) => {
  test("request the amounts in their tenant files", () => {
    expect(manifestSets.length).toBeGreaterThan(1);
    for (const { cluster, tenant, manifestSet } of manifestSets) {
      if (tenant === undefined) continue;
      const declared = totalDemand(tenantDemand(patterns[cluster.spec.seldon.pattern], cluster, tenant));
      const counted = sumUsage(consumersIn(manifestSet, tenant.name).map(({ usage }) => usage));
      const claims = declared.claims + Object.keys(tenant.spec.storage).length;
      expect(
        ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"].map((key) => counted.get(key)),
        `${tenant.name} on ${cluster.name}`,
      ).toEqual([declared.requests.cpu, declared.requests.memory, declared.limits.cpu, declared.limits.memory]);
      expect([counted.get("pods"), counted.get("persistentvolumeclaims") ?? 0n]).toEqual([
        BigInt(declared.pods) * 1_000_000_000n,
        BigInt(claims) * 1_000_000_000n,
      ]);
    }
  });
  test("fit their quotas", () => {
    for (const { tenant, cluster, manifestSet } of manifestSets) {
      if (tenant === undefined) continue;
      const rows = usageOf(manifestSet, tenant.name);
      expect(rows.length, `${tenant.name} on ${cluster.name}`).toBeGreaterThan(5);
      expect(rows.filter(({ left }) => left < 0n)).toEqual([]);
    }
  });
});
