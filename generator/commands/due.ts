import { UsageError } from "../diagnostics/usage-error.ts";
import { dueDocument, dueWithin } from "../report/due.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { readInventory } from "./inventory.ts";
import { type DocumentForm, documentForms, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";

export const dueCommand = defineCommand<{ readonly within: string; readonly output: DocumentForm }>({
  name: "due",
  group: "platform",
  summary: "say what expires, or has to be reviewed, soon",
  description: "say which waivers expire and which patched images are to be reviewed within some days",
  examples: ["due", "due --within 14 --output markdown"],
  forms: documentForms,
  options: (command) => command.option("--within <days>", "how far to look ahead", "30"),
  run: ({ root, flags, context }) => due(root, flags, context),
});

/** What somebody promised to look at again, and when; 1 where something is due. */
function due(
  root: string,
  { within, output }: { readonly within: string; readonly output: DocumentForm },
  context: CommandContext,
): ExitCode {
  const days = Number(within);
  if (!/^\d{1,4}$/.test(within))
    throw new UsageError(`${JSON.stringify(within)} is no number of days`, "npx --no-install tenantry due --within 30");
  const validated = readInventory(root);
  if (!validated.ok) return printRefusal(validated.diagnostics, output, context);
  const found = dueWithin(validated.value, context.today(), days);
  const data = { version: 1, within: days, due: found };
  printDocument({ blocks: dueDocument(found, days), data }, output, context);
  return found.length === 0 ? 0 : 1;
}
