import { describe, expect, test } from "vitest";
import { withBuckets } from "../../testing/buckets.ts";
import { inventoryOf } from "../../testing/inventory.ts";
import { sandbox, tenantText, write } from "../../testing/sandbox.ts";
import { valueAt } from "../merge.ts";
import { filledAddon } from "./filled.ts";
import { withEntries } from "./value-entries.ts";

const serving = "  servers: { mlserver: { template: mlserver } }\n";
const twoReadable = { settings: { buckets: { shared: { tenants: "read" }, backups: { tenants: "none" } } } };

function valuesIn(root: string, path: string): unknown {
  const cluster = inventoryOf(root).clusters.find(({ name }) => name === "production");
  const addon = cluster?.addons.find(({ name }) => name === "buckets");
  if (cluster === undefined || addon === undefined) throw new Error("missing add-on");
  return valueAt(filledAddon(cluster, addon).values.get("store"), path.split("."));
}

function withTenants(root: string): string {
  write(root, "tenants/zebra.yaml", tenantText("zebra", serving));
  write(root, "tenants/churn.yaml", tenantText("churn", serving));
  write(root, "tenants/idle.yaml", tenantText("idle", ""));
  return root;
}

test("a list contains the entries of the settings, then those of the tenants that meet the condition, by name", () => {
  const root = withTenants(withBuckets(sandbox("none"), { use: twoReadable }));
  expect(valuesIn(root, "server.buckets")).toEqual([
    { name: "backups" },
    { name: "shared" },
    { name: "tenant-churn" },
    { name: "tenant-zebra" },
  ]);
});

test("a list that the values do not contain is added", () => {
  const root = withTenants(withBuckets(sandbox("none")));
  expect(valuesIn(root, "server.users")).toEqual([{ user: "tenant-churn" }, { user: "tenant-zebra" }]);
});

test("an entry of a list inside a list, for the entries of the settings that where selects", () => {
  const root = withBuckets(sandbox("none"), { use: twoReadable });
  expect(valuesIn(root, "server.policies")).toEqual([{ name: "tenants", readable: ["own", "shared"] }]);
});

test("values of the cluster's file replace the list, and the entries follow", () => {
  const use = { values: { store: { server: { buckets: [{ name: "mine" }] } } } };
  const root = withTenants(withBuckets(sandbox("none"), { use }));
  expect(valuesIn(root, "server.buckets.0")).toEqual({ name: "mine" });
  expect(valuesIn(root, "server.buckets.1")).toEqual({ name: "tenant-churn" });
});

describe("an entry at a path of", () => {
  const entry = { application: "store", entry: 1, path: [], isListed: true };
  test.each([
    { name: "a text", values: { a: "text" }, at: ["a"], result: { a: "text" } },
    { name: "a map", values: { a: { b: 1 } }, at: ["a"], result: { a: { b: 1 } } },
    { name: "a text above", values: { a: "text" }, at: ["a", "b"], result: { a: "text" } },
    { name: "a position after the end", values: { a: [] }, at: ["a", "0", "b"], result: { a: [] } },
  ])("$name changes nothing", ({ values, at, result }) => {
    const extended = withEntries(values, [{ ...entry, at }]);
    expect([extended.values, extended.entries[0]?.isListed]).toEqual([result, false]);
  });
});
