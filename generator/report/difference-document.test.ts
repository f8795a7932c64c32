import { expect, test } from "vitest";
import { blastRadius } from "../diff/blast-radius.ts";
import { type DifferenceData, differenceData } from "../diff/data.ts";
import { compareStates } from "../diff/difference.ts";
import type { Change } from "../plan/change.ts";
import { inOneComment } from "./difference-document.ts";

function models(tenant: string, count: number, more = ""): readonly Change[] {
  return Array.from({ length: count }, (_, index) => ({
    verb: "create",
    cluster: "production",
    application: `production.${tenant}.workloads`,
    tenant,
    ref: { group: "mlops.seldon.io", kind: "Model", namespace: tenant, name: `m${index}${more}` },
    from: undefined,
    wave: 1,
    before: undefined,
    after: {},
  }));
}

function dataOf(...of: Parameters<typeof compareStates>): DifferenceData {
  return differenceData(compareStates(...of));
}

test("a huge difference fits a comment: small sections complete, the largest omitted and counted", () => {
  const changes = [...models("huge", 3_000), ...models("small", 3)];
  const message = inOneComment(dataOf("main", changes, [], []));
  expect(message.length).toBeLessThan(60_000);
  expect(message).toContain("# 2 tenants, 1 cluster, 3003 objects");
  expect(message).toContain("## small on production: 3 objects");
  expect(message).not.toContain("## huge");
  expect(message).toMatch(
    /This comment omits 1 longer section, .* Run npx --no-install tenantry diff to see all sections[.]\n$/,
  );
});

test("a difference with many long statements fits a comment", () => {
  const statements = Array.from({ length: 5_000 }, (_, index) => ({
    topic: "reach" as const,
    risk: "high" as const,
    cluster: "production",
    tenant: "churn",
    about: `churn -> ${index}`,
    message: "x".repeat(2_000),
    headline: `opens ${"y".repeat(500)}${index}`,
  }));
  const message = inOneComment(dataOf("main", models("churn", 1), statements, []));
  expect(message.length).toBeLessThan(65_536);
  expect(message).toContain("more effects with the same or a lower risk");
});

test("tenants with equal changes share a section", () => {
  const changes = ["a", "b", "c", "d"].flatMap((tenant) => models(tenant, 2));
  const message = inOneComment(dataOf("main", changes, [], []));
  expect(message).toContain("## a, b and 2 more on production: 2 objects each");
});

test("the headline counts tenants, clusters and objects", () => {
  expect(blastRadius(dataOf("main", [], [], []))).toBe("Nothing changes on any cluster.");
  expect(blastRadius(dataOf("main", models("churn", 1), [], []))).toBe("1 tenant, 1 cluster, 1 object");
});
