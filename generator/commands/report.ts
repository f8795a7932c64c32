import { reportData, reportDocument, reportOf } from "../report/report-document.ts";
import { type Selection, selectUnits } from "../validate/selection.ts";
import type { Context, ExitCode } from "./context.ts";
import { readInventory, refused } from "./inventory.ts";
import { written } from "./written.ts";

/** How the platform does by its own measures. */
export function report(
  root: string,
  selection: Selection,
  output: "text" | "json" | "markdown",
  context: Context,
): ExitCode {
  const validated = readInventory(root);
  if (!validated.ok) return refused(validated.diagnostics, output, context);
  const clusters = selectUnits(validated.value, selection).map(({ cluster }) => cluster);
  const made = reportOf(validated.value, clusters, selection.tenants);
  context.out(
    output === "json"
      ? `${JSON.stringify(reportData(made), null, 2)}\n`
      : written(reportDocument(made), output, context),
  );
  return 0;
}
