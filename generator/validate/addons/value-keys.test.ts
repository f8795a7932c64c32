import { expect, test } from "vitest";
import type { RawMap } from "../merge.ts";
import { allKeys, ValueKeys, valueFaults } from "./value-keys.ts";

const keys: RawMap = {
  replicas: "number",
  image: { repository: "text", tag: "any" },
  labels: "map",
  hosts: "list",
  minAvailable: "number or text",
  monitor: { enabled: "boolean" },
};

test.each<{ readonly name: string; readonly values: RawMap; readonly found: readonly string[] }>([
  { name: "known keys", values: { replicas: 2, image: { repository: "a", tag: 1 }, hosts: [] }, found: [] },
  { name: "any key below an open map", values: { labels: { a: { b: 1 } } }, found: [] },
  { name: "a null, which removes a default", values: { replicas: null, monitor: null }, found: [] },
  { name: "each of two types", values: { minAvailable: "50%" }, found: [] },
  { name: "an unknown key", values: { replica: 2 }, found: ["replica unknown"] },
  { name: "an unknown key in a map", values: { image: { reposit: "a" } }, found: ["image.reposit unknown"] },
  { name: "a key of another map", values: { enabled: true }, found: ["enabled unknown, monitor.enabled"] },
  { name: "a text for a number", values: { replicas: "2" }, found: ["replicas text, not number"] },
  { name: "a number for a text", values: { image: { repository: 1 } }, found: ["image.repository number, not text"] },
  { name: "a text for a map", values: { image: "a" }, found: ["image text, not map"] },
  { name: "a list for an open map", values: { labels: [] }, found: ["labels list, not map"] },
  { name: "a map for one of two types", values: { minAvailable: {} }, found: ["minAvailable map, not number or text"] },
  { name: "a name of every object", values: { constructor: 1 }, found: ["constructor unknown"] },
])("$name: found $found", ({ values, found }) => {
  const faults = valueFaults(values, keys).map((fault) =>
    fault.fault === "unknown"
      ? `${fault.path.join(".")} unknown${fault.elsewhere === undefined ? "" : `, ${fault.elsewhere}`}`
      : `${fault.path.join(".")} ${fault.actual}, not ${fault.expected}`,
  );
  expect(faults).toEqual(found);
});

test("further keys add to the keys of a map, and open or close a map", () => {
  const all = allKeys(keys, { image: "map", labels: { app: "text" }, monitor: { interval: "text" } });
  expect(all).toMatchObject({
    image: "map",
    labels: { app: "text" },
    monitor: { enabled: "boolean", interval: "text" },
  });
});

test.each([
  { rule: "text or list", valid: true },
  { rule: "string", valid: false },
  { rule: 1, valid: false },
  { rule: null, valid: false },
  { rule: { a: "number" }, valid: true },
  { rule: { a: ["number"] }, valid: false },
])("the rule $rule is valid: $valid", ({ rule, valid }) => {
  expect(ValueKeys.safeParse({ a: { b: rule } }).success).toBe(valid);
});
