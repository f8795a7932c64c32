import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { namespaceLabelsOn, unitManifests } from "../evaluate/manifests/unit-manifests.ts";
import { layoutOf } from "../gate/layout-of.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { contextsNote } from "../layout/kubectl-context.ts";
import { render } from "../render/render.ts";
import { neededSecrets } from "../report/needed-secrets.ts";
import type { SecretsInObjects } from "../report/secret-description.ts";
import { type ClusterSecrets, secretsData, secretsDocument } from "../report/secrets-document.ts";
import { writtenSecrets } from "../rules/secrets/delivered.ts";
import { secretReferencesOf } from "../rules/secrets/references.ts";
import { selectUnits } from "../validate/selection.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { readInventory } from "./inventory.ts";
import { type DocumentForm, documentForms, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";
import { progressLine } from "./progress.ts";

export const secretsCommand = defineCommand<{ readonly cluster?: readonly string[]; readonly output: DocumentForm }>({
  name: "secrets",
  group: "platform",
  summary: "list the Secrets that must exist, and the commands that create them",
  description:
    "list the Secrets of each namespace with their keys and formats, what uses them, what delivers them, and which of them nothing uses. For a Secret that a person creates, print the commands. The command reads no value, and the commands print none",
  examples: ["secrets", "secrets --cluster production --output markdown"],
  forms: documentForms,
  options: (command) => command.option("--cluster <name...>", "only these clusters"),
  run: ({ root, flags: { cluster, output }, context }) => secrets(root, cluster ?? [], output, context),
});

async function secrets(
  root: string,
  clusters: readonly string[],
  output: DocumentForm,
  context: CommandContext,
): Promise<ExitCode> {
  const validated = readInventory(root);
  if (!validated.ok) return printRefusal(validated.diagnostics, output, context);
  const inventory = validated.value;
  const progress = progressLine(context);
  const { renderer } = openToolchain(root, { env: context.env, log: progress.log }, false);
  const lists: ClusterSecrets[] = [];
  const broken: Diagnostic[] = [];
  for (const { cluster, units } of selectUnits(inventory, { clusters, tenants: [] })) {
    const layout = units.map((unit) => ({ unit, ...layoutOf(inventory, unit) }));
    const rendering = await render(
      layout.flatMap(({ overlays }) => overlays),
      renderer,
    );
    if (rendering.diagnostics.length > 0) {
      broken.push(...rendering.diagnostics);
      continue;
    }
    const rendered = new Map(rendering.overlays.map((overlay) => [overlay.overlay.application, overlay]));
    const { platform } = cluster;
    const namespaces = namespaceLabelsOn(cluster);
    const sets = layout.map((item) =>
      unitManifests(item, rendered, { platform, cluster, tenant: item.unit.tenant, namespaces }),
    );
    const references = sets.flatMap(secretReferencesOf).filter(({ kind }) => kind === "Secret");
    const users = Map.groupBy(references, ({ namespace, name }) => `${namespace}/${name}`);
    const objects: SecretsInObjects = {
      users: (namespace, name) => [
        ...new Set(
          (users.get(`${namespace}/${name}`) ?? []).map((found) => `${found.in.object.kind} ${found.in.name}`),
        ),
      ],
      written: sets.flatMap(writtenSecrets),
    };
    lists.push({
      cluster: cluster.name,
      secrets: neededSecrets(inventory, cluster, objects),
      contexts: contextsNote([cluster]),
    });
  }
  progress.clear();
  if (broken.length > 0) return printRefusal(broken, output, context);
  printDocument({ blocks: lists.flatMap(secretsDocument), data: lists.map(secretsData) }, output, context);
  return 0;
}
