import { expect, test } from "vitest";
import { foundBetween, inventoryWith } from "../../testing/rules.ts";
import { changeDeletionBudget } from "./deletion-budget.ts";

const spec = (models: number): string =>
  `servers: { mlserver: { template: mlserver } }\nmodels: { ${Array.from({ length: models }, (_, index) => `m${index}: { storageUri: "s3://churn/m${index}", requirements: [sklearn] }`).join(", ")} }`;

test.each([
  { name: "as many as may go", before: spec(60), after: spec(10), found: [] },
  {
    name: "one more",
    before: spec(60),
    after: spec(9),
    found: ["clusters/production/cluster.yaml:6:1 this would delete 51 objects of production"],
  },
  { name: "what is drained goes", before: spec(60), after: `lifecycle: draining\n${spec(60)}`, found: [] },
  { name: "what is suspended pauses", before: spec(60), after: `lifecycle: suspended\n${spec(60)}`, found: [] },
  {
    name: "claims stay, whatever git says",
    before: `storage: { ${Array.from({ length: 51 }, (_, index) => `c${index}: { size: 1Gi }`).join(", ")} }`,
    after: "",
    found: [],
  },
])("$name: found $found", ({ before, after, found }) => {
  expect(foundBetween(changeDeletionBudget, inventoryWith(before), inventoryWith(after))).toEqual(found);
});

test("a fifth of a cluster, where it has more than a few tenants", () => {
  const others = (count: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, ""]));
  expect(foundBetween(changeDeletionBudget, inventoryWith("", others(8)), inventoryWith("", others(7)))).toEqual([]);
  expect(foundBetween(changeDeletionBudget, inventoryWith("", others(8)), inventoryWith("", others(6)))).toHaveLength(
    1,
  );
});
