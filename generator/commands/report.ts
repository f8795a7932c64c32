import { reportData, reportDocument, reportOf } from "../report/report-document.ts";
import { type Selection, selectUnits } from "../validate/selection.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand, withSelection } from "./define.ts";
import { readInventory } from "./inventory.ts";
import { type DocumentForm, documentForms, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";

export const reportCommand = defineCommand<{
  readonly cluster?: readonly string[];
  readonly tenant?: readonly string[];
  readonly output: DocumentForm;
}>({
  name: "report",
  group: "platform",
  summary: "report the state of the platform",
  description: "report the connections across namespaces, the use of quotas, and the patched images of the platform",
  examples: ["report", "report --tenant churn"],
  forms: documentForms,
  options: withSelection,
  run: ({ root, flags: { cluster, tenant, output }, context }) =>
    report(root, { clusters: cluster ?? [], tenants: tenant ?? [] }, output, context),
});

/** Prints the platform's key figures. */
function report(root: string, selection: Selection, output: DocumentForm, context: CommandContext): ExitCode {
  const validated = readInventory(root);
  if (!validated.ok) return printRefusal(validated.diagnostics, output, context);
  const clusters = selectUnits(validated.value, selection).map(({ cluster }) => cluster);
  const made = reportOf(clusters, selection.tenants, validated.value.charts);
  printDocument({ blocks: reportDocument(made), data: reportData(made) }, output, context);
  return 0;
}
