import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { clusterUsage } from "../evaluate/capacity/cluster-usage.ts";
import { usageOf } from "../evaluate/capacity/namespace-usage.ts";
import { namespaceLabelsOn, unitManifests } from "../evaluate/manifests/unit-manifests.ts";
import { layoutOf } from "../gate/layout-of.ts";
import { openToolchain } from "../gate/toolchain.ts";
import type { UnitLayout } from "../layout/unit-layout.ts";
import { type Rendering, render } from "../render/render.ts";
import { type ClusterReport, capacityData, capacityDocument } from "../report/capacity-document.ts";
import { addonDemand } from "../validate/addons/demand.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { requireTenants, type SelectedUnit, selectClusters, selectUnits } from "../validate/selection.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { readInventory } from "./inventory.ts";
import { type DocumentForm, documentForms, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";
import { progressLine } from "./progress.ts";

export const capacityCommand = defineCommand<{ readonly cluster?: readonly string[]; readonly output: DocumentForm }>({
  name: "capacity",
  group: "engineer",
  summary: "show the used and the free part of each quota",
  description:
    "show each tenant's quota, the maximum that the tenant's objects can request, and the free part of the quota",
  examples: ["capacity churn", "capacity --cluster production"],
  forms: documentForms,
  options: (command) =>
    command
      .argument("[tenant]", "a tenant (default: all tenants, and the capacity of each cluster)")
      .option("--cluster <name...>", "only these clusters"),
  run: ({ root, flags: { cluster, output }, args: [tenant], context }) =>
    capacity(root, { tenant, clusters: cluster ?? [], output }, context),
});

interface CapacityOptions {
  /** Undefined for all tenants and the capacity that they share. */
  readonly tenant: string | undefined;
  readonly clusters: readonly string[];
  readonly output: DocumentForm;
}

/** Prints what each tenant's quota allows, what its objects request, and what is left. */
async function capacity(
  root: string,
  { tenant, clusters, output }: CapacityOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const validated = readInventory(root);
  if (!validated.ok) return printRefusal(validated.diagnostics, output, context);
  const inventory = validated.value;
  const selected = selectUnits(inventory, { clusters, tenants: tenant === undefined ? [] : [tenant] });
  if (selected.length === 0 && tenant !== undefined) requireTenants(selectClusters(inventory, clusters), [tenant]);
  const progress = progressLine(context);
  const { renderer } = openToolchain(root, { env: context.env, log: progress.log }, false);
  const reports: ClusterReport[] = [];
  const broken: Diagnostic[] = [];
  for (const { cluster, units } of selected) {
    const layout = units.map((unit) => ({ unit, ...layoutOf(inventory, unit) }));
    const rendering = await render(
      layout.flatMap(({ overlays }) => overlays),
      renderer,
    );
    if (rendering.diagnostics.length > 0) broken.push(...rendering.diagnostics);
    else reports.push(reportOf(cluster, layout, rendering));
  }
  progress.clear();
  if (broken.length > 0) return printRefusal(broken, output, context);
  printDocument({ blocks: reports.flatMap(capacityDocument), data: reports.map(capacityData) }, output, context);
  return 0;
}

function reportOf(
  cluster: ClusterEntry,
  layout: readonly (UnitLayout & { readonly unit: SelectedUnit })[],
  { overlays }: Rendering,
): ClusterReport {
  const { platform } = cluster;
  const namespaces = namespaceLabelsOn(cluster);
  const rendered = new Map(overlays.map((overlay) => [overlay.overlay.application, overlay]));
  const manifestSets = layout.map((item) => {
    const { tenant } = item.unit;
    return { tenant, manifestSet: unitManifests(item, rendered, { platform, cluster, tenant, namespaces }) };
  });
  const tenants = manifestSets.flatMap(({ tenant, manifestSet }) =>
    tenant === undefined ? [] : { namespace: tenant.name, manifestSet },
  );
  const platformUnit = manifestSets.find(({ tenant }) => tenant === undefined);
  return {
    cluster: cluster.name,
    addons: platformUnit === undefined ? [] : addonDemand(cluster),
    shared: platformUnit === undefined ? undefined : clusterUsage(cluster, tenants, platformUnit.manifestSet),
    tenants: tenants.map(({ namespace, manifestSet }) => ({
      tenant: namespace,
      rows: usageOf(manifestSet, namespace),
    })),
  };
}
