import { expect, test } from "vitest";
import { findingsBetween, inventoryWith } from "../../testing/rules.ts";
import { changeNotDrained } from "./not-drained.ts";

test.each([
  {
    name: "the tenant stays",
    before: `clusters: { production: {}, staging: {} }`,
    after: `clusters: { production: {}, staging: {} }`,
    found: [],
  },
  {
    name: "the tenant is added to a cluster",
    before: `clusters: { production: {} }`,
    after: `clusters: { production: {}, staging: {} }`,
    found: [],
  },
  {
    name: "the tenant is removed while it is active",
    before: `clusters: { production: {}, staging: {} }`,
    after: `clusters: { production: {} }`,
    found: [
      "tenants/churn.yaml:4:1 removal of tenant churn from staging is not allowed: the tenant's lifecycle is active, not drained",
    ],
  },
  {
    name: "the tenant is removed while it is draining",
    before: `clusters: { production: {}, staging: { lifecycle: draining } }`,
    after: `clusters: { production: {} }`,
    found: [
      "tenants/churn.yaml:6:42 removal of tenant churn from staging is not allowed: the tenant's lifecycle is draining, not drained",
    ],
  },
  {
    name: "the tenant is removed after it was drained",
    before: `clusters: { production: {}, staging: { lifecycle: drained } }`,
    after: `clusters: { production: {} }`,
    found: [],
  },
])("$name: found $found", ({ before, after, found }) => {
  expect(findingsBetween(changeNotDrained, inventoryWith(before), inventoryWith(after))).toEqual(found);
});

test("a removed cluster is reported, and a lost cluster is not", () => {
  const before = inventoryWith("clusters: { production: {}, staging: {} }");
  const after = { ...before, clusters: before.clusters.filter(({ name }) => name !== "staging") };
  expect(findingsBetween(changeNotDrained, before, after)).toHaveLength(1);
  const { platform } = after;
  const spec = { ...platform.spec, lostClusters: { staging: "The data centre was closed" } };
  expect(findingsBetween(changeNotDrained, before, { ...after, platform: { ...platform, spec } })).toEqual([]);
});
