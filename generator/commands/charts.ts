import type { Command } from "commander";
import type { Outcome } from "../diagnostics/outcome.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { loadRepository, type RepositoryDocuments } from "../load/load-repository.ts";
import { chartsDocument } from "../report/charts-document.ts";
import { suggestion } from "../text/nearest.ts";
import { helmOnPath } from "../tools/helm.ts";
import type { Machine } from "../tools/machine.ts";
import { ChartVersion } from "../validate/addons/application.ts";
import { knownCharts } from "../validate/addons/charts-entry.ts";
import type { Inventory } from "../validate/inventory.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import { chartUses } from "./chart-uses.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { readInventory } from "./inventory.ts";
import { type DocumentForm, documentForms, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";
import { progressLine } from "./progress.ts";
import { type DescribedChart, describeChart, writeChart } from "./read-chart.ts";

interface ChartsFlags {
  readonly addOn?: readonly string[];
  readonly version?: string;
  readonly output: DocumentForm;
}

export const chartsCommand = defineCommand<ChartsFlags>({
  name: "charts",
  group: "platform",
  summary: "describe the charts of add-ons, and lock their digests",
  description:
    "download each chart of the add-ons that clusters use, and write its digest and the keys of its values to a file in platform/charts/. With helm on the PATH, the file also describes the chart's kinds, pods and cluster-wide access. Argo CD does not compare the digest",
  examples: ["charts", "charts --add-on metallb", "charts --add-on metallb --version 0.16.2"],
  forms: documentForms,
  options: (command: Command) =>
    command
      .option("--add-on <name...>", "only the charts of these add-ons")
      .option("--version <version>", "describe this version of the charts, before an add-on uses it"),
  run: ({ root, flags, context }) => charts(root, flags, context),
});

async function charts(
  root: string,
  { addOn: names, version, output }: ChartsFlags,
  context: CommandContext,
): Promise<ExitCode> {
  requireVersion(version, names);
  const documents = loadRepository(root);
  if (!documents.ok) return printRefusal(documents.diagnostics, output, context, { written: false });
  // A file in platform/charts/ that does not fit an add-on must not prevent that this command writes a new one.
  const validated = validateInventory(withoutCharts(documents.value));
  if (!validated.ok) return printRefusal(validated.diagnostics, output, context, { written: false });
  requireAddons(names, validated.value);

  const progress = progressLine(context);
  const machine: Machine = { env: context.env, log: progress.log };
  const helm = await helmOnPath(machine);
  const results: Outcome<DescribedChart>[] = [];
  for (const use of chartUses(validated.value.clusters, { addons: names, version }, knownCharts(documents.value, [])))
    results.push(await describeChart(use, helm, machine));
  progress.clear();
  const faults = results.flatMap((result) => (result.ok ? [] : result.diagnostics));
  if (faults.length > 0) return printRefusal(faults, output, context, { written: false });
  const described = results.flatMap((result) => (result.ok ? [result.value] : []));
  if (described.length > 0) context.writing?.();
  const written = described.map((chart) => writeChart(root, chart));

  const after = readInventory(root);
  const findings = after.diagnostics.filter(({ severity }) => severity === "error");
  if (findings.length > 0) return printRefusal(findings, output, context, { written: true, charts: written });
  printDocument({ blocks: chartsDocument(written), data: { version: 1, charts: written } }, output, context);
  return 0;
}

function withoutCharts(documents: RepositoryDocuments): RepositoryDocuments {
  return { ...documents, charts: [], shippedCharts: [] };
}

function requireVersion(version: string | undefined, names: readonly string[] | undefined): void {
  if (version === undefined) return;
  const example = "Example: npx --no-install tenantry charts --add-on metallb --version 0.16.2";
  if (names?.length !== 1) throw new UsageError("--version requires exactly one --add-on", example);
  if (!ChartVersion.safeParse(version).success)
    throw new UsageError(`invalid version ${JSON.stringify(version)}`, example);
}

function requireAddons(names: readonly string[] | undefined, { clusters }: Inventory): void {
  const used = [...new Set(clusters.flatMap(({ addons }) => addons.map(({ name }) => name)))].sort();
  const unknown = names?.find((name) => !used.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(`no cluster uses an add-on ${unknown}`, suggestion(unknown, used));
}
