import { expect, test } from "vitest";
import { type Layer, layered } from "./layers.ts";
import type { RawMap } from "./merge.ts";

const layer = (name: string, data: RawMap): Layer => ({
  source: { file: name, text: "" },
  form: "tenant",
  path: [name],
  data,
});

const merged = layered(
  [
    layer("all", {
      quota: { size: "small" },
      labels: { a: "1", b: "1" },
      list: [1],
      removed: { x: 1 },
      incomplete: {},
    }),
    layer("group", { labels: { b: "2" } }),
  ],
  layer("own", { quota: { gpus: 1 }, removed: null, slip: null, models: { m: { uri: "1", memory: "1" } } }),
  [layer("eu", { models: { m: { memory: "2" } } }), layer("paris", { models: { m: { memory: "3" }, n: {} } })],
);

test("layers merge in order, and a null that removes nothing stays for the schema", () => {
  expect(merged.value).toEqual({
    quota: { size: "small", gpus: 1 },
    labels: { a: "1", b: "2" },
    list: [1],
    incomplete: {},
    slip: null,
    models: { m: { uri: "1", memory: "3" }, n: {} },
  });
});

test.each([
  { name: "the value as a whole", path: [], file: "paris" },
  { name: "a value of the first default", path: ["labels", "a"], file: "all" },
  { name: "a default that a later default replaces", path: ["labels", "b"], file: "group" },
  { name: "an item of a default list", path: ["list", 0], file: "all" },
  { name: "a map of a default and of the spec", path: ["quota"], file: "own" },
  { name: "a default inside such a map", path: ["quota", "size"], file: "all" },
  { name: "a missing value inside such a map", path: ["quota", "storage"], file: "own" },
  { name: "a missing value inside a default", path: ["incomplete", "x"], file: "all" },
  { name: "a default that the spec removes", path: ["removed", "x"], file: "own" },
  { name: "a value of the spec", path: ["models", "m", "uri"], file: "own" },
  { name: "a value of the last override", path: ["models", "m", "memory"], file: "paris" },
  { name: "an entry of an override only", path: ["models", "n"], file: "paris" },
  { name: "a value that no layer has", path: ["owner"], file: "own" },
])("$name belongs to $file", ({ path, file }) => {
  expect(merged.writtenAt(path)).toMatchObject({ source: { file }, path: [file, ...path] });
});
