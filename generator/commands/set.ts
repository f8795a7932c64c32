import { suggestion } from "../diagnostics/nearest.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { readAssignment, readWholePath } from "../edit/assignment.ts";
import type { Assignment } from "../edit/edit-text.ts";
import { effective } from "../edit/promote.ts";
import { fieldChanges, valueText } from "../plan/fields.ts";
import { isMap, type RawMap, valueAt } from "../validate/merge.ts";
import type { Context, ExitCode } from "./context.ts";
import { type EditForm, editTenant, openTenant, refusedEdit } from "./tenant-edit.ts";

export interface SetOptions {
  readonly tenant: string;
  /** `models.churn.memory=128Mi` */
  readonly assignments: readonly string[];
  readonly unset: readonly string[];
  /** The cluster whose overrides are meant; nothing for the tenant's own spec. */
  readonly cluster: string | undefined;
  readonly output: EditForm;
}

/** Changes fields of a tenant's file and leaves everything else of it as it is written. */
export async function set(root: string, options: SetOptions, context: Context): Promise<ExitCode> {
  const { tenant, cluster, output } = options;
  const asked: readonly Assignment[] = [
    ...options.assignments.map(readAssignment),
    ...options.unset.map((path) => ({ path: readWholePath(path), value: undefined })),
  ];
  if (asked.length === 0)
    throw new UsageError("what is to be set?", "npx --no-install tenantry set churn models.churn.memory=128Mi");
  const opened = openTenant(root, tenant);
  if (!("document" in opened)) return refusedEdit(opened.diagnostics, undefined, output, context);
  const clusters = valueAt(opened.document.value, ["spec", "clusters"]);
  const names = isMap(clusters) ? Object.keys(clusters) : [];
  if (cluster !== undefined && !names.includes(cluster))
    throw new UsageError(`${tenant} is not on ${cluster}`, suggestion(cluster, names));
  const below = cluster === undefined ? ["spec"] : ["spec", "clusters", cluster];
  const assignments = asked.map(({ path, value }) => ({ path: [...below, ...path], value }));
  return editTenant(root, opened, assignments, output, context, (spec) =>
    cluster === undefined ? asked.flatMap(({ path }) => kept({ spec }, names, path)) : [],
  );
}

/** Where a cluster's own override says otherwise, what was set for all of them does not reach it. */
function kept(data: RawMap, clusters: readonly string[], path: readonly string[]): readonly string[] {
  const on = (cluster: string): RawMap => ({ [path.join(".")]: valueAt(effective(data, cluster), path) });
  return clusters.flatMap((cluster) =>
    // Of no cluster's name: what holds where nothing is laid over.
    fieldChanges(on(""), on(cluster)).map(
      ({ path: field, after }) => `${cluster} keeps ${field} ${valueText(after)}: its override says so`,
    ),
  );
}
