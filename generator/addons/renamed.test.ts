import { expect, test } from "vitest";
import { stringify } from "yaml";
import { shippedAddons } from "../load/shipped-addons.ts";
import { addonSandbox, allAddons, generatedFiles, otherAddons, shippedNames } from "../testing/addon-sandbox.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { write } from "../testing/sandbox.ts";
import { isMap, merge, type RawMap } from "../validate/merge.ts";

/** New names in the order of the old ones: the order of objects follows from names. */
const newNames: ReadonlyMap<string, string> = new Map(
  shippedNames.map((name, index) => [name, `renamed-${String(index + 1).padStart(2, "0")}`]),
);

function renamed(name: string): string {
  return newNames.get(name) ?? name;
}

/** The tree with the old names in the places of the new ones. A README names the file of its add-on, which is another. */
function withOldNames(files: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const old = (text: string): string =>
    [...newNames]
      .reduce((before, [name, other]) => before.replaceAll(other, name), text)
      .replaceAll(/generates this folder from .*? and from/g, "generates this folder from the add-on and from");
  return Object.fromEntries([...files].map(([file, text]) => [old(file), old(text)]));
}

function underNewNames(addons: RawMap): RawMap {
  return Object.fromEntries(Object.entries(addons).map(([name, use]) => [renamed(name), use]));
}

const sets: readonly (readonly [name: string, addons: RawMap])[] = [
  ["all shipped add-ons", allAddons],
  ["the other providers of contracts", otherAddons],
];

test.each(sets)("copies of %s under other names give the same files except for the names", (_, addons) => {
  const before = generatedFiles(inventoryOf(addonSandbox(addons, "all")));
  const root = addonSandbox(underNewNames(addons), "all", addons);
  for (const { value } of shippedAddons()) {
    if (!isMap(value) || !isMap(value["spec"])) throw new Error("a shipped add-on is not a map");
    const { needs } = value["spec"];
    const name = renamed(String(isMap(value["metadata"]) ? value["metadata"]["name"] : ""));
    const spec = Array.isArray(needs) ? { needs: needs.map((needed) => renamed(String(needed))) } : {};
    write(root, `platform/addons/${name}.yaml`, stringify(merge(value, { metadata: { name }, spec })));
  }
  const after = generatedFiles(inventoryOf(root));
  expect(withOldNames(after)).toEqual(withOldNames(before));
  expect([...before.keys()].filter((file) => file.includes("/addons/")).length).toBeGreaterThan(20);
});

test.each(sets)("%s extended under other names give the same files except for the names", (_, addons) => {
  const before = generatedFiles(inventoryOf(addonSandbox(addons, "all")));
  const root = addonSandbox(underNewNames(addons), "all", addons);
  for (const name of shippedNames)
    write(
      root,
      `platform/addons/${renamed(name)}.yaml`,
      `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: ${renamed(name)} }
spec: { extends: tenantry/${name} }
`,
    );
  expect(withOldNames(generatedFiles(inventoryOf(root)))).toEqual(withOldNames(before));
});
