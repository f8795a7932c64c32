import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { isAtLeast, minorOf } from "../text/version.ts";
import { Schemas } from "../validate/schemas.ts";
import {
  pinnedSource,
  pinnedVersion,
  type SchemaPins,
  shippedPins,
  software,
  softwareNames,
  withPins,
} from "./schema-sources.ts";

const sum = `h1:${"A".repeat(43)}=`;
const source = (version: string) => ({ module: "k8s.io/kubernetes", version, sum, crds: [] });
const own = (changes: Partial<SchemaPins>): SchemaPins =>
  withPins({ kubernetes: [], argoCD: [], modules: [], files: [], ...changes });

test.each([
  { version: "1.34", found: "1.34.10" },
  { version: "1.34.2", found: "1.34.2" },
  { version: "1.34.99", found: "1.34.10" },
  { version: "1.3", found: undefined },
  { version: "1.35.0", found: undefined },
])("$version of 1.34.10 and 1.34.2: schemas of $found", ({ version, found }) => {
  const pins = { ...shippedPins, kubernetes: [source("v1.34.10"), source("v1.34.2")] };
  expect(pinnedSource(pins, "kubernetes", version)?.version.slice(1)).toBe(found);
});

test("a platform's version is added by its number, and replaces the shipped pin of the same version", () => {
  const [newest] = shippedPins.kubernetes;
  const pins = own({ kubernetes: [source("v1.34.99"), source(newest?.version ?? "")] });
  expect(pinnedVersion(pins, "kubernetes", "1.34")).toBe("1.34.99");
  expect(pins.kubernetes[0]).toMatchObject({ version: newest?.version, sum });
  expect(pins.kubernetes).toHaveLength(shippedPins.kubernetes.length + 1);
});

test("a platform's module replaces the shipped one, and the others stay", () => {
  const replaced = { ...source("v9.0.0"), module: "istio.io/api" };
  const { modules } = own({ modules: [replaced] });
  expect(modules.filter(({ module }) => module === "istio.io/api")).toEqual([replaced]);
  expect(modules).toHaveLength(shippedPins.modules.length);
});

test("the shipped modules have the form of platform/schemas.yaml", () => {
  const text = readFileSync(join(import.meta.dirname, "schemas.yaml"), "utf8");
  expect(Object.keys(Schemas.parse(parse(text)).spec.modules)).toHaveLength(5);
});

test.each(softwareNames)("%s: one pin for each minor, from the first supported minor on", (name) => {
  const minors = shippedPins[name].map(({ version }) => minorOf(version));
  expect(new Set(minors).size).toBe(minors.length);
  expect(minors.at(-1)).toBe(software[name].minimum);
  expect(minors.filter((minor) => !isAtLeast(minor, software[name].minimum))).toEqual([]);
});
