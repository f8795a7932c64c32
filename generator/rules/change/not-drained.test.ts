import { expect, test } from "vitest";
import { foundBetween, inventoryWith } from "../../testing/rules.ts";
import { changeNotDrained } from "./not-drained.ts";

test.each([
  {
    name: "it stays",
    before: `clusters: { production: {}, staging: {} }`,
    after: `clusters: { production: {}, staging: {} }`,
    found: [],
  },
  {
    name: "it comes",
    before: `clusters: { production: {} }`,
    after: `clusters: { production: {}, staging: {} }`,
    found: [],
  },
  {
    name: "it leaves while active",
    before: `clusters: { production: {}, staging: {} }`,
    after: `clusters: { production: {} }`,
    found: ["tenants/churn.yaml:4:1 churn leaves staging, and was active there"],
  },
  {
    name: "it leaves while draining",
    before: `clusters: { production: {}, staging: { lifecycle: draining } }`,
    after: `clusters: { production: {} }`,
    found: ["tenants/churn.yaml:6:42 churn leaves staging, and was draining there"],
  },
  {
    name: "it was drained",
    before: `clusters: { production: {}, staging: { lifecycle: drained } }`,
    after: `clusters: { production: {} }`,
    found: [],
  },
])("$name: found $found", ({ before, after, found }) => {
  expect(foundBetween(changeNotDrained, inventoryWith(before), inventoryWith(after))).toEqual(found);
});
