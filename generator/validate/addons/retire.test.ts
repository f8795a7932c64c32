import { expect, test } from "vitest";
import { sandboxWithAddons } from "../../testing/addon-clusters.ts";
import { inventoryOf } from "../../testing/inventory.ts";
import { AddonSpec } from "./addon.ts";
import { retireOrder } from "./retire.ts";

const empty = { description: "x", kubernetes: { minimum: "1.30" } };

function orderOf(after: Readonly<Record<string, readonly string[]>>, retire?: readonly string[]): readonly string[] {
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" } };
  const applications = Object.fromEntries(
    Object.entries(after).map(([name, earlier]) => [name, { after: earlier, objects: { x: { object } } }]),
  );
  return retireOrder(AddonSpec.parse({ ...empty, applications, ...(retire === undefined ? {} : { retire }) }));
}

test.each([
  {
    name: "an Application before those that it waits for",
    after: { a: [], b: ["a"], c: ["b"] },
    order: ["c", "b", "a"],
  },
  { name: "declared in another order", after: { c: ["b"], b: ["a"], a: [] }, order: ["c", "b", "a"] },
  { name: "two that wait for one", after: { a: [], b: ["a"], c: ["a"] }, order: ["c", "b", "a"] },
  { name: "a circle ends", after: { a: ["b"], b: ["a"] }, order: ["b", "a"] },
])("$name", ({ after, order }) => {
  expect(orderOf(after)).toEqual(order);
});

test("the order of the file comes first, and the parts that it omits follow", () => {
  expect(orderOf({ a: [], b: ["a"], c: ["b"] }, ["a"])).toEqual(["a", "c", "b"]);
});

test("the objects of tenants come first, also if the file does not name them", () => {
  const addons = inventoryOf(sandboxWithAddons()).clusters.flatMap((cluster) => cluster.addons);
  const strimzi = addons.find(({ name }) => name === "strimzi");
  if (strimzi === undefined) throw new Error("missing strimzi");
  expect(retireOrder(strimzi.spec)).toEqual(["tenants", "cluster", "operator"]);
  expect(retireOrder({ ...strimzi.spec, retire: ["cluster"] })).toEqual(["tenants", "cluster", "operator"]);
  expect(retireOrder({ ...strimzi.spec, retire: undefined })).toEqual(["tenants", "cluster", "operator"]);
});

test("tenants is a part if the file names it", () => {
  expect(orderOf({ a: [] }, ["tenants", "a"])).toEqual(["tenants", "a"]);
});
