import { expect, test } from "vitest";
import { foundBetween, inventoryWith } from "../../../testing/rules.ts";
import { dataLeftBehind } from "./data-left-behind.ts";

const claims = "storage: { notebooks: { size: 50Gi } }";
const both = "clusters: { production: {}, staging: { lifecycle: drained } }";
const one = "clusters: { production: {} }";

test.each([
  { name: "it stays", before: `${both}\n${claims}`, after: `${both}\n${claims}`, found: [] },
  { name: "it leaves with nothing", before: both, after: one, found: [] },
  {
    name: "it leaves a claim",
    before: `${both}\n${claims}`,
    after: `${one}\n${claims}`,
    found: ["tenants/churn.yaml:7:3 churn leaves staging, and the data of notebooks stays in its namespace there"],
  },
  {
    name: "it leaves many",
    before: `${both}\nstorage: { ${[..."abcdefgh"].map((name) => `${name}: { size: 1Gi }`).join(", ")} }`,
    after: one,
    found: [
      "tenants/churn.yaml:7:3 churn leaves staging, and the data of a, b, c, d, e, f and 2 more stays in its namespace there",
    ],
  },
])("$name", ({ before, after, found }) => {
  expect(foundBetween(dataLeftBehind, inventoryWith(before), inventoryWith(after))).toEqual(found);
});
