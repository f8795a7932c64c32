import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { clusterLedger } from "../evaluate/capacity/cluster-ledger.ts";
import { ledgerOf } from "../evaluate/capacity/ledger.ts";
import { namespacesOf, unitScene } from "../evaluate/manifests/unit-scene.ts";
import { openGates } from "../gate/gates.ts";
import { layOut } from "../gate/lay-out.ts";
import type { LaidOut } from "../layout/laid-out.ts";
import { type Rendering, render } from "../render/render.ts";
import { type ClusterReport, ledgerData, ledgerDocument } from "../report/ledger-document.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import { insistOnTenants, selectClusters, selectUnits, type Unit } from "../validate/selection.ts";
import type { Context, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { readInventory } from "./inventory.ts";
import { type DocumentForm, documentForms, printDocument } from "./print-document.ts";
import { progressLine } from "./progress.ts";
import { refused } from "./refused.ts";

export const capacityCommand = defineCommand<{ readonly cluster?: readonly string[]; readonly output: DocumentForm }>({
  name: "capacity",
  group: "engineer",
  summary: "say what is left of each quota",
  description: "say what each tenant's quota allows, what its objects ask for at most, and what is left",
  examples: ["capacity churn", "capacity --cluster production"],
  forms: documentForms,
  options: (command) =>
    command
      .argument("[tenant]", "a tenant; all of them, and what they share, where left out")
      .option("--cluster <name...>", "only these clusters"),
  run: ({ root, flags: { cluster, output }, args: [tenant], context }) =>
    capacity(root, { tenant, clusters: cluster ?? [], output }, context),
});

interface CapacityOptions {
  /** Nothing for all tenants, and what they share. */
  readonly tenant: string | undefined;
  readonly clusters: readonly string[];
  readonly output: DocumentForm;
}

/** What each tenant's quota allows, what its objects ask for, and what is left. */
async function capacity(
  root: string,
  { tenant, clusters, output }: CapacityOptions,
  context: Context,
): Promise<ExitCode> {
  const validated = readInventory(root);
  if (!validated.ok) return refused(validated.diagnostics, output, context);
  const inventory = validated.value;
  const selected = selectUnits(inventory, { clusters, tenants: tenant === undefined ? [] : [tenant] });
  if (selected.length === 0 && tenant !== undefined) insistOnTenants(selectClusters(inventory, clusters), [tenant]);
  const progress = progressLine(context);
  const { renderer } = openGates(root, { env: context.env, log: progress.log }, false);
  const reports: ClusterReport[] = [];
  const broken: Diagnostic[] = [];
  for (const { cluster, units } of selected) {
    const laidOut = units.map((unit) => ({ unit, ...layOut(inventory, unit) }));
    const rendering = await render(
      laidOut.flatMap(({ overlays }) => overlays),
      renderer,
    );
    if (rendering.diagnostics.length > 0) broken.push(...rendering.diagnostics);
    else reports.push(reportOf(inventory, cluster, laidOut, rendering));
  }
  progress.clear();
  if (broken.length > 0) return refused(broken, output, context);
  printDocument({ blocks: reports.flatMap(ledgerDocument), data: reports.map(ledgerData) }, output, context);
  return 0;
}

function reportOf(
  { platform }: Inventory,
  cluster: ClusterEntry,
  laidOut: readonly (LaidOut & { readonly unit: Unit })[],
  { overlays }: Rendering,
): ClusterReport {
  const namespaces = namespacesOf(platform, cluster);
  const rendered = new Map(overlays.map((one) => [one.overlay.application, one]));
  const scenes = laidOut.map((one) => {
    const { tenant } = one.unit;
    return { tenant, scene: unitScene(one, rendered, { platform, cluster, tenant, namespaces }) };
  });
  const tenants = scenes.flatMap(({ tenant, scene }) =>
    tenant === undefined ? [] : { namespace: tenant.name, scene },
  );
  const own = scenes.find(({ tenant }) => tenant === undefined);
  return {
    cluster: cluster.name,
    shared: own === undefined ? undefined : clusterLedger(platform, cluster, tenants, own.scene),
    tenants: tenants.map(({ namespace, scene }) => ({ tenant: namespace, rows: ledgerOf(scene, namespace) })),
  };
}
