import { expect, test } from "vitest";
import { findingsBetween, inventoryWith } from "../../testing/rules.ts";
import { changeDeletionBudget } from "./deletion-budget.ts";

const spec = (models: number): string =>
  `servers: { mlserver: { template: mlserver } }\nmodels: { ${Array.from({ length: models }, (_, index) => `m${index}: { storageUri: "s3://churn/m${index}", requirements: [sklearn] }`).join(", ")} }`;

test.each([
  { name: "50 deleted objects", before: spec(60), after: spec(10), found: [] },
  {
    name: "51 deleted objects",
    before: spec(60),
    after: spec(9),
    found: ["clusters/production/cluster.yaml:6:1 too many deletions: 51 objects of cluster production"],
  },
  { name: "a tenant that drains", before: spec(60), after: `lifecycle: draining\n${spec(60)}`, found: [] },
  { name: "a tenant that is suspended", before: spec(60), after: `lifecycle: suspended\n${spec(60)}`, found: [] },
  {
    name: "claims that are no longer in git",
    before: `storage: { ${Array.from({ length: 51 }, (_, index) => `c${index}: { size: 1Gi }`).join(", ")} }`,
    after: "",
    found: [],
  },
])("$name: found $found", ({ before, after, found }) => {
  expect(findingsBetween(changeDeletionBudget, inventoryWith(before), inventoryWith(after))).toEqual(found);
});

test("on a cluster of more than five tenants, deleting more than a fifth of the objects is reported", () => {
  const others = (count: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, ""]));
  expect(findingsBetween(changeDeletionBudget, inventoryWith("", others(8)), inventoryWith("", others(7)))).toEqual([]);
  expect(
    findingsBetween(changeDeletionBudget, inventoryWith("", others(8)), inventoryWith("", others(6))),
  ).toHaveLength(1);
});

test("removing all files of a cluster is not reported, because Argo CD then deletes nothing", () => {
  const before = inventoryWith(spec(60));
  const after = { ...before, clusters: before.clusters.filter(({ name }) => name !== "production") };
  expect(after.clusters.length).toBeLessThan(before.clusters.length);
  expect(findingsBetween(changeDeletionBudget, before, after)).toEqual([]);
});
