import { expect, test } from "vitest";
import { layoutOf } from "../gate/layout-of.ts";
import { toPlain } from "../models/kubernetes-object.ts";
import { changesOf } from "../plan/change.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";
import { valueAt } from "../validate/merge.ts";
import { toYaml } from "./to-yaml.ts";
import type { UnitLayout } from "./unit-layout.ts";

function platformOf(root: string): UnitLayout {
  const inventory = inventoryOf(root);
  const cluster = inventory.clusters.find(({ name }) => name === "production");
  if (cluster === undefined) throw new Error("unknown cluster");
  return layoutOf(inventory, { cluster, tenant: undefined });
}

/** The files of the platform's unit in the folder that the root Application of the tenants reads. */
function filesOfTenantsRoot({ objects }: UnitLayout): readonly string[] {
  const root = objects.find(({ object }) => object.metadata?.name === "production.roots.tenants");
  const folder = String(valueAt(toPlain(Object(root?.object)), ["spec", "source", "path"]));
  return objects.map(({ file }) => file).filter((file) => file.startsWith(`${folder}/`));
}

test.each([
  { name: "without a tenant", tenants: [] },
  { name: "with a tenant", tenants: ["churn"] },
])("a cluster $name: the folder of the tenants' root contains one AppProject of the platform", ({ tenants }) => {
  const root = sandbox();
  for (const tenant of tenants) write(root, `tenants/${tenant}.yaml`, tenantText(tenant));
  expect(filesOfTenantsRoot(platformOf(root))).toEqual([
    "clusters/production/applications/tenants/appproject-tenants.yaml",
  ]);
});

test("the placeholder allows no source, no destination and no kind, and the AppProject of the roots allows its kind", () => {
  const { objects } = platformOf(sandbox());
  const plain = (name: string): object =>
    toPlain(Object(objects.find(({ object }) => object.metadata?.name === name)?.object));
  const spec = valueAt(plain("production.tenants"), ["spec"]);
  expect(Object.keys(Object(spec)).sort()).toEqual(["description", "namespaceResourceBlacklist"]);
  expect(valueAt(plain("production.roots"), ["spec", "namespaceResourceWhitelist"])).toContainEqual({
    group: "argoproj.io",
    kind: "AppProject",
  });
});

test("a change of the placeholder belongs to the root of the tenants, and to no tenant", () => {
  const { objects } = platformOf(sandbox());
  const writes = new Map(
    objects
      .filter(({ file }) => file.endsWith("/appproject-tenants.yaml"))
      .map(({ file, object }) => [file, toYaml(toPlain(object))]),
  );
  const none = { read: () => undefined, below: () => [], clusters: () => [] };
  const changes = changesOf({ writes, prunes: [], unchanged: 0, diagnostics: [] }, none);
  expect(changes.map(({ application, tenant }) => [application, tenant])).toEqual([
    ["production.roots.tenants", undefined],
  ]);
});
