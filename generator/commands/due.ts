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
  summary: "list waivers that expire soon and images to review soon",
  description:
    "list the waivers that expire within a number of days, and the patched images that their owners must review within this time",
  examples: ["due", "due --within 14 --output markdown"],
  forms: documentForms,
  options: (command) => command.option("--within <days>", "the number of days to look ahead", "30"),
  run: ({ root, flags, context }) => due(root, flags, context),
});

/** Prints the waivers and patched images that are due, with their dates. The exit code is 1 if there are any. */
function due(
  root: string,
  { within, output }: { readonly within: string; readonly output: DocumentForm },
  context: CommandContext,
): ExitCode {
  const days = Number(within);
  if (!/^\d{1,4}$/.test(within))
    throw new UsageError(
      `invalid number of days ${JSON.stringify(within)}`,
      "Example: npx --no-install tenantry due --within 30",
    );
  const validated = readInventory(root);
  if (!validated.ok) return printRefusal(validated.diagnostics, output, context);
  const found = dueWithin(validated.value, context.today(), days);
  const data = { version: 1, within: days, due: found };
  printDocument({ blocks: dueDocument(found, days), data }, output, context);
  return found.length === 0 ? 0 : 1;
}
