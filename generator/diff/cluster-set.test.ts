import { expect, test } from "vitest";
import { inventoryOf } from "../testing/inventory.ts";
import { mergeSpec, sandbox, tenantText, write } from "../testing/sandbox.ts";
import type { Inventory } from "../validate/inventory.ts";
import { clusterSetStatements } from "./cluster-set.ts";
import { type DesiredState, memoizedReader } from "./desired-state.ts";

/** churn with these fields, and staging in these groups. */
function inventory(selection: string, groups: readonly string[]): Inventory {
  const root = sandbox();
  mergeSpec(root, "clusters/staging/cluster.yaml", { groups });
  write(root, "tenants/churn.yaml", tenantText("churn").replace("clusters: { production: {} }", selection));
  return inventoryOf(root);
}

const stateOf = (of: Inventory): DesiredState => ({
  inventory: of,
  tree: { read: () => undefined, below: () => [], clusters: () => [] },
  read: memoizedReader(),
});

const named = "clusters: { production: {} }";
const byGroup = `${named}\n  clusterGroups: { eu: {} }`;

test.each([
  {
    name: "a cluster joins a group of the tenant",
    before: inventory("clusters: { production: {} }\n  clusterGroups: { us: {} }", ["us"]),
    after: inventory("clusters: { production: {} }\n  clusterGroups: { us: {} }", ["us", "eu"]),
    found: [],
  },
  {
    name: "the tenant adds a group",
    before: inventory(named, ["eu"]),
    after: inventory(byGroup, ["eu"]),
    found: ["medium widens staging: gains cluster staging by group eu"],
  },
  {
    name: "the tenant removes a group",
    before: inventory(byGroup, ["eu"]),
    after: inventory(named, ["eu"]),
    found: ["high staging: loses cluster staging, which it had by group eu"],
  },
  {
    name: "the tenant names the cluster of its group",
    before: inventory(byGroup, ["eu"]),
    after: inventory("clusters: { production: {}, staging: {} }", ["eu"]),
    found: [],
  },
  {
    name: "a selector adds a cluster",
    before: inventory(named, []),
    after: inventory("clusterSelector: {}", []),
    found: ["medium widens staging: gains cluster staging by spec.clusterSelector"],
  },
])("$name: $found", ({ before, after, found }) => {
  expect(
    clusterSetStatements(stateOf(before), stateOf(after)).map(
      ({ risk, widens, cluster, message }) => `${risk}${widens ? " widens" : ""} ${cluster}: ${message}`,
    ),
  ).toEqual(found);
});

test("a new tenant and a removed tenant gain and lose no cluster", () => {
  const without = {
    ...inventory(named, []),
    clusters: inventory(named, []).clusters.map((cluster) => ({ ...cluster, tenants: [] })),
  };
  const [empty, full] = [stateOf(without), stateOf(inventory(named, []))];
  expect([...clusterSetStatements(empty, full), ...clusterSetStatements(full, empty)]).toEqual([]);
});
