import { expect, test } from "vitest";
import { inventoryOf } from "../testing/inventory.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";
import { newClusterNeeds } from "./new-clusters.ts";

test("a new cluster whose tenant has a manual secret: one effect names the command that lists it", () => {
  const root = sandbox();
  write(root, "tenants/churn.yaml", tenantText("churn", "  secrets: { bureau: { keys: [token], from: manual } }\n"));
  const needs = newClusterNeeds(inventoryOf(root).clusters);
  expect(needs.map(({ cluster, risk, widens }) => [cluster, risk, widens])).toEqual([
    ["production", "medium", undefined],
  ]);
  expect(needs[0]?.message).toMatch(/^needs 1 Secret .*plan --clean --cluster production/);
});
