import { expect, test } from "vitest";
import { documentsOf, inventoryOf } from "../testing/inventory.ts";
import { mergeSpec, sandbox, tenantText, write } from "../testing/sandbox.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import { applyEdits, describeEdit, type Edit } from "./edit.ts";
import { departureEdits, departureOf } from "./leave-cluster.ts";

/** The platform with churn, which selects clusters in this way. staging has the groups eu and lab, and production has eu. */
function platform(selection: string, defaults = false): string {
  const root = sandbox();
  mergeSpec(root, "clusters/staging/cluster.yaml", { groups: ["eu", "lab"] });
  mergeSpec(root, "clusters/production/cluster.yaml", { groups: ["eu"] });
  if (defaults)
    mergeSpec(root, "platform/platform.yaml", { tenants: { groups: { lab: { defaults: {} }, eu: { defaults: {} } } } });
  write(root, "tenants/churn.yaml", tenantText("churn").replace("clusters: { production: {} }", selection));
  return root;
}

/** The edits for the removal of staging, and the errors of the files with these edits and without staging. */
function removal(root: string): { readonly edits: readonly string[]; readonly errors: readonly string[] } {
  const [documents, inventory] = [documentsOf(root), inventoryOf(root)];
  const cluster = inventory.clusters.find(({ name }) => name === "staging");
  if (cluster === undefined) throw new Error("unknown cluster");
  const edits = departureEdits(documents, departureOf(documents, inventory, cluster));
  const all: readonly Edit[] = [...edits, { file: "clusters/staging/cluster.yaml", delete: true }];
  const { diagnostics } = validateInventory(applyEdits(documents, all));
  return {
    edits: edits.map(describeEdit),
    errors: diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message),
  };
}

const file = "tenants/churn.yaml";

test.each([
  { selection: "clusters: { staging: {}, production: {} }", found: [`${file}: remove spec.clusters.staging`] },
  { selection: "clusterGroups: { eu: {} }", found: [] },
  { selection: "clusterGroups: { eu: {}, lab: {} }", found: [`${file}: remove spec.clusterGroups.lab`] },
  {
    selection: "clusters: { production: {} }\n  clusterGroups: { lab: {} }",
    found: [`${file}: remove spec.clusterGroups`],
  },
  { selection: "clusters: { staging: {} }\n  clusterGroups: { eu: {} }", found: [`${file}: remove spec.clusters`] },
  { selection: "clusterGroups: { lab: {} }", found: [`delete ${file}`] },
  { selection: "clusterSelector: {}", found: [] },
  {
    selection: "clusters: { production: {} }\n  clusterSelector: { matchLabels: { tenantry.dev/cluster: staging } }",
    found: [`${file}: remove spec.clusterSelector`],
  },
  { selection: "clusterSelector: { matchLabels: { tenantry.dev/cluster: staging } }", found: [`delete ${file}`] },
  {
    selection: "clusterGroups: { eu: {} }\n  excludeClusters: [staging]",
    found: [`${file}: remove spec.excludeClusters`],
  },
  { selection: "clusterGroups: { eu: {} }\n  excludeClusters: [production]", found: [`delete ${file}`] },
])("$selection without staging: $found, and the files are valid", ({ selection, found }) => {
  expect(removal(platform(selection))).toEqual({ edits: found, errors: [] });
});

test("defaults for a group that leaves with the cluster are removed, and defaults for its other group stay", () => {
  expect(removal(platform("clusterGroups: { eu: {} }", true))).toEqual({
    edits: ["platform/platform.yaml: remove spec.tenants.groups.lab"],
    errors: [],
  });
});
