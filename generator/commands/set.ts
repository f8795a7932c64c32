import { UsageError } from "../diagnostics/usage-error.ts";
import { readAssignment, readWholePath } from "../edit/assignment.ts";
import type { Assignment } from "../edit/edit-text.ts";
import { effectiveValue, type GroupsByCluster } from "../edit/promote.ts";
import { fieldChanges, valueText } from "../plan/fields.ts";
import { type RawMap, valueAt } from "../validate/merge.ts";
import { groupsByCluster } from "../validate/tenant-clusters.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { type EditForm, editTenant, notOnCluster, openTenant, printRefusedEdit } from "./tenant-edit.ts";

export const setCommand = defineCommand<{
  readonly cluster?: string;
  readonly unset?: readonly string[];
  readonly output: EditForm;
}>({
  name: "set",
  group: "engineer",
  summary: "change fields of a tenant's file",
  description: "change fields of a tenant's file, and leave the rest of the file unchanged",
  examples: [
    "set churn models.churn.memory=128Mi",
    "set churn --cluster staging quota.size=small",
    "set churn --unset quota.requests",
  ],
  forms: ["text", "json"],
  options: (command) =>
    command
      .argument("<tenant>", "a tenant")
      .argument(
        "[assignments...]",
        `fields with their values, for example models.churn.storageUri=s3://churn/8. Quote a name that contains dots, and quote the assignment for the shell: 'labels."acme.test/x"=y'`,
      )
      .option("--unset <path...>", "remove these fields")
      .option("--cluster <name>", "change the overrides for this cluster"),
  run: ({ root, flags: { cluster, unset, output }, args: [tenant = "", ...assignments], context }) =>
    set(root, { tenant, assignments, unset: unset ?? [], cluster, output }, context),
});

interface SetOptions {
  readonly tenant: string;
  /** `models.churn.memory=128Mi` */
  readonly assignments: readonly string[];
  readonly unset: readonly string[];
  /** The cluster whose overrides to change. Undefined for the tenant's spec. */
  readonly cluster: string | undefined;
  readonly output: EditForm;
}

/** Changes fields of a tenant's file and keeps the rest of it as it is written. */
async function set(root: string, options: SetOptions, context: CommandContext): Promise<ExitCode> {
  const { tenant, cluster, output } = options;
  const requested: readonly Assignment[] = [
    ...options.assignments.map(readAssignment),
    ...options.unset.map((path) => ({ path: readWholePath(path), value: undefined })),
  ];
  if (requested.length === 0)
    throw new UsageError(
      "missing assignment",
      "Example: npx --no-install tenantry set churn models.churn.memory=128Mi",
    );
  const opened = openTenant(root, tenant);
  if (!("document" in opened)) return printRefusedEdit(opened.diagnostics, undefined, output, context);
  const groups = groupsByCluster(opened.documents, opened.document);
  const names = [...groups.keys()];
  if (cluster !== undefined && !names.includes(cluster)) throw notOnCluster(tenant, cluster, names);
  const below = cluster === undefined ? ["spec"] : ["spec", "clusters", cluster];
  const assignments = requested.map(({ path, value }) => ({ path: [...below, ...path], value }));
  return editTenant(root, opened, assignments, output, context, (spec) =>
    cluster === undefined ? requested.flatMap(({ path }) => clustersWithOwnValue({ spec }, groups, path)) : [],
  );
}

/** Notes about clusters with an override that keeps another value than the one set for all clusters. */
function clustersWithOwnValue(data: RawMap, groups: GroupsByCluster, path: readonly string[]): readonly string[] {
  const on = (cluster: string): RawMap => ({ [path.join(".")]: valueAt(effectiveValue(data, groups, cluster), path) });
  return [...groups.keys()].flatMap((cluster) =>
    // No cluster has an empty name, so this is the value without overrides.
    fieldChanges(on(""), on(cluster)).map(
      ({ path: field, after }) =>
        `${cluster} keeps ${field} ${valueText(after)}: an override for this cluster sets the value`,
    ),
  );
}
