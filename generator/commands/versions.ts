import type { Command } from "commander";
import { UsageError } from "../diagnostics/usage-error.ts";
import { pinnedSchemas, versionsDocument } from "../report/versions-document.ts";
import { addSchemas } from "./add-schemas.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { readInventory } from "./inventory.ts";
import { type DocumentForm, documentForms, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";

interface VersionFlags {
  readonly add?: string;
  readonly crd?: readonly string[];
  readonly output: DocumentForm;
}

export const versionsCommand = defineCommand<VersionFlags>({
  name: "versions",
  group: "platform",
  summary: "list the versions with pinned schemas, or pin another one",
  description:
    "list the versions of Kubernetes, Argo CD and other software whose schemas are pinned, and the clusters that use them. With --add, pin the schemas of another version or of a Go module in platform/schemas.yaml",
  examples: [
    "versions",
    "versions --add kubernetes@1.35.4",
    "versions --add argo-cd@3.6.1",
    "versions --add acme.test/x@v1.0.0 --crd crds/x.yaml",
  ],
  forms: documentForms,
  options: (command: Command) =>
    command
      .option("--add <name@version>", "pin kubernetes, argo-cd or a Go module in this version")
      .option("--crd <path...>", "the module's files with CustomResourceDefinitions, as paths from its root"),
  run: ({ root, flags, context }) => versions(root, flags, context),
});

/** Lists the pinned schemas, or adds an entry. */
async function versions(root: string, { add, crd, output }: VersionFlags, context: CommandContext): Promise<ExitCode> {
  if (add !== undefined) return addSchemas(root, add, crd ?? [], output, context);
  if (crd !== undefined)
    throw new UsageError(
      "--crd needs --add",
      "Add the module: npx --no-install tenantry versions --add <module>@<version>",
    );
  const validated = readInventory(root);
  if (!validated.ok) return printRefusal(validated.diagnostics, output, context);
  const pinned = pinnedSchemas(validated.value);
  printDocument({ blocks: versionsDocument(pinned), data: { version: 1, ...pinned } }, output, context);
  return 0;
}
