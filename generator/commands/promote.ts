import { UsageError } from "../diagnostics/usage-error.ts";
import { readWholePath } from "../edit/assignment.ts";
import {
  effectiveValue,
  fieldsLeftToEachCluster,
  type GroupsByCluster,
  promotedPaths,
  promotion,
} from "../edit/promote.ts";
import { unknownStep } from "../edit/unknown-step.ts";
import { nanos, parseQuantity } from "../models/quantity.ts";
import { valueText } from "../plan/fields.ts";
import { suggestion } from "../text/nearest.ts";
import { type ClusterEntry, precedes } from "../validate/inventory.ts";
import { notOverridable } from "../validate/tenant.ts";
import { groupsByCluster } from "../validate/tenant-clusters.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { type EditForm, editTenant, notOnCluster, openTenant, printRefusedEdit } from "./tenant-edit.ts";

export const promoteCommand = defineCommand<{ readonly from: string; readonly to: string; readonly output: EditForm }>({
  name: "promote",
  group: "engineer",
  summary: "promote a tenant from one cluster to another",
  description:
    "copy the artifacts of the models and the pipelines from one cluster to another in a tenant's file. Name fields to copy only those fields",
  examples: ["promote churn --from staging --to production", "promote churn models --from staging --to production"],
  forms: ["text", "json"],
  options: (command) =>
    command
      .argument("<tenant>", "a tenant")
      .argument("[paths...]", "the fields to promote, for example experiments.fraud-ab-test-experiment")
      .requiredOption("--from <cluster>", "the cluster to copy from")
      .requiredOption("--to <cluster>", "the cluster to copy to"),
  run: ({ root, flags, args: [tenant = "", ...paths], context }) => promote(root, { tenant, paths, ...flags }, context),
});

interface PromoteOptions {
  readonly tenant: string;
  readonly from: string;
  readonly to: string;
  /** Fields of the spec. Default: the models' artifacts and the pipelines. */
  readonly paths: readonly string[];
  readonly output: EditForm;
}

/** Edits a tenant's file so that one cluster gets the values of another. All other clusters keep their values. */
async function promote(root: string, options: PromoteOptions, context: CommandContext): Promise<ExitCode> {
  const { tenant, from, to, output } = options;
  const namedPaths = options.paths.map(readWholePath);
  const fixed = namedPaths.find(([first = ""]) => [...notOverridable, "lifecycle", "waivers"].includes(first));
  if (fixed !== undefined)
    throw new UsageError(
      `${fixed.join(".")} cannot be promoted`,
      "Change the field with npx --no-install tenantry set. To set an override for one cluster, add --cluster.",
    );
  const opened = openTenant(root, tenant);
  if (!("document" in opened)) return printRefusedEdit(opened.diagnostics, undefined, output, context);
  const inventory = validateInventory(opened.documents);
  if (!inventory.ok) return printRefusedEdit(inventory.diagnostics, undefined, output, context);
  const on = inventory.value.clusters.filter(({ tenants }) => tenants.some(({ name }) => name === tenant));
  const [source, target] = [requireCluster(from, tenant, on), requireCluster(to, tenant, on)];
  if (source === target || precedes(target, source))
    throw new UsageError(
      `invalid direction: ${to} is not after ${from} in the promotion order`,
      `Promote from ${to} to ${from}, or change fields with npx --no-install tenantry set --cluster ${to}.`,
    );
  const data = opened.document.value;
  const groups = groupsByCluster(opened.documents, opened.document);
  for (const path of namedPaths)
    requireKnownFields(path, tenant, [effectiveValue(data, groups, from), effectiveValue(data, groups, to)]);
  const promoted = namedPaths.length > 0 ? namedPaths : promotedPaths(data, groups, from, to);
  const edits = promotion(data, groups, from, to, promoted);
  return editTenant(root, opened, edits, output, context, (spec) => unchangedFields({ spec }, groups, options));
}

/** The fields in which the target keeps its own value, and how it would change. Empty if the user named fields. */
function unchangedFields(
  data: unknown,
  groups: GroupsByCluster,
  { tenant, from, to, paths }: PromoteOptions,
): readonly string[] {
  const left = paths.length > 0 ? [] : fieldsLeftToEachCluster(data, groups, from, to);
  if (left.length === 0) return [];
  return [
    ...left.map(
      ({ path, before, after }) =>
        `${path} stays ${valueText(before)} on ${to} (on ${from}: ${valueText(after)}${describeChange(before, after)})`,
    ),
    `to promote these fields too: npx --no-install tenantry promote ${tenant} ${left.map(({ path }) => path).join(" ")} --from ${from} --to ${to}`,
  ];
}

function describeChange(before: unknown, after: unknown): string {
  const [old, fresh] = [before, after].map((value) =>
    typeof value === "number" || typeof value === "string" ? parseQuantity(value) : undefined,
  );
  if (old === undefined || fresh === undefined) return "";
  return nanos(old) < nanos(fresh) ? ", which is more" : ", which is less";
}

function requireKnownFields(path: readonly string[], tenant: string, specs: readonly unknown[]): void {
  const unknown = unknownStep(path, specs);
  if (unknown !== undefined)
    throw new UsageError(
      `unknown field ${path.join(".")} of tenant ${tenant}`,
      suggestion(unknown.step, unknown.known),
    );
}

function requireCluster(name: string, tenant: string, on: readonly ClusterEntry[]): ClusterEntry {
  const found = on.find((cluster) => cluster.name === name);
  if (found !== undefined) return found;
  throw notOnCluster(
    tenant,
    name,
    on.map((cluster) => String(cluster.name)),
  );
}
