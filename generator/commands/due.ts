import { UsageError } from "../diagnostics/usage-error.ts";
import { dueDocument, dueWithin } from "../report/due.ts";
import type { Context, ExitCode } from "./context.ts";
import { readInventory, refused } from "./inventory.ts";
import { written } from "./written.ts";

export type DueForm = "text" | "json" | "markdown";

/** What somebody promised to look at again, and when; 1 where something is due. */
export function due(
  root: string,
  { within, output }: { readonly within: string; readonly output: DueForm },
  context: Context,
): ExitCode {
  const days = Number(within);
  if (!/^\d{1,4}$/.test(within))
    throw new UsageError(`${JSON.stringify(within)} is no number of days`, "npx --no-install tenantry due --within 30");
  const validated = readInventory(root);
  if (!validated.ok) return refused(validated.diagnostics, output, context);
  const found = dueWithin(validated.value, context.today(), days);
  if (output === "json") context.out(`${JSON.stringify({ version: 1, within: days, due: found }, null, 2)}\n`);
  else context.out(written(dueDocument(found, days), output, context));
  return found.length === 0 ? 0 : 1;
}
