import { basename, dirname } from "node:path";
import { Option } from "commander";
import { UsageError } from "../diagnostics/usage-error.ts";
import { describedIn } from "../gate/addon-upgrade.ts";
import { lifecycleViolations } from "../gate/lifecycle-order.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { clusterScope, tenantScope } from "../generate/scope.ts";
import { artifactsOf, manualSecretsOf, needsBlocks } from "../layout/cluster-needs.ts";
import { demoTenantOf, firstPredictionDocument, firstPredictionSteps } from "../layout/first-prediction.ts";
import { openBase } from "../load/base.ts";
import { tenantFile } from "../load/input-files.ts";
import { loadRepository, type RepositoryDocuments } from "../load/load-repository.ts";
import { lastCommitOf } from "../load/revision.ts";
import { defined } from "../models/defined.ts";
import { compareWith } from "../pipeline.ts";
import { planAfterRemoval, type RemovedTenant } from "../plan/after-removal.ts";
import { type PlanTarget, removesCluster } from "../plan/commit-step.ts";
import { makePlan } from "../plan/make-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { diskTree } from "../publish/tree.ts";
import { planData } from "../report/plan-data.ts";
import { planDocument } from "../report/plan-document.ts";
import { ChartVersion } from "../validate/addons/application.ts";
import { type Selection, selectUnits } from "../validate/selection.ts";
import { Lifecycle } from "../validate/tenant.ts";
import { PatternName, SeldonVersion, TenantName } from "../validate/terms.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand, withSelection } from "./define.ts";
import { readInventory } from "./inventory.ts";
import { type DocumentForm, documentForms, printDocument } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";
import { progressLine } from "./progress.ts";

interface PlanFlags {
  readonly cluster?: readonly string[];
  readonly tenant?: readonly string[];
  readonly pattern?: PatternName;
  readonly seldon?: string;
  readonly lifecycle?: Lifecycle | "removed";
  readonly addon?: string;
  readonly version?: string;
  readonly application?: string;
  readonly adopt?: true;
  readonly clean?: true;
  readonly output: DocumentForm;
}

export const planCommand = defineCommand<PlanFlags>({
  name: "plan",
  group: "platform",
  summary: "plan a move, a drain or a removal",
  description:
    "show the steps from the current tree to a target, with the objects, order, interruption, commits and rollback of each step",
  examples: [
    "plan",
    "plan --tenant churn --lifecycle removed",
    "plan --cluster staging --lifecycle removed",
    "plan --cluster eu --addon kafka --lifecycle removed",
    "plan --cluster eu --addon kafka --version 1.3.0",
    "plan --cluster eu --addon kafka --adopt",
    "plan --cluster staging --pattern standard",
    "plan --clean --cluster production --tenant churn",
  ],
  forms: documentForms,
  options: (command) =>
    withSelection(command)
      .option(
        "--clean",
        "plan the steps from an empty cluster to a serving tenant, with commands that verify each step",
      )
      .addOption(new Option("--pattern <name>", "move the cluster to this pattern").choices(PatternName.options))
      .option("--seldon <version>", "move the clusters to this version of Seldon Core")
      .addOption(
        new Option(
          "--lifecycle <state>",
          "move the tenants to this state, or remove them. Without --tenant, removed removes the cluster or the add-on",
        ).choices([...Lifecycle.options, "removed"]),
      )
      .option("--addon <name>", "with --lifecycle removed, --version or --adopt: this add-on of the cluster")
      .option("--version <version>", "with --addon: bring the charts of the add-on to this version, later or earlier")
      .option("--application <name>", "with --version: only the chart of this Application of the add-on")
      .option("--adopt", "with --addon: adopt what Helm or another installer has created"),
  run: ({ root, flags, context }) => {
    const { cluster, tenant, pattern, seldon, lifecycle, addon, version, application, adopt, clean, output } = flags;
    const target = defined({ pattern, seldon, lifecycle, addon, version, application, adopt });
    const selection = { clusters: cluster ?? [], tenants: tenant ?? [] };
    requireOneTarget({ ...target, ...defined({ clean }) }, selection);
    return clean === true
      ? printBootstrapPlan(root, { selection, output }, context)
      : plan(root, { target, selection, output }, context);
  },
});

/** Prints a separate plan: from an empty cluster to a tenant's first counted responses. */
function printBootstrapPlan(
  root: string,
  { selection, output }: Pick<PlanOptions, "selection" | "output">,
  context: CommandContext,
): ExitCode {
  const validated = readInventory(root);
  if (!validated.ok) return printRefusal(validated.diagnostics, output, context);
  const [selected] = selectUnits(validated.value, selection);
  const cluster = selected?.cluster;
  const named = selection.tenants.length > 0 ? selected?.units[0]?.tenant : undefined;
  const tenant = named ?? (cluster === undefined ? undefined : demoTenantOf(cluster));
  if (cluster === undefined || tenant === undefined)
    throw new UsageError(
      "missing tenant that serves a model on the cluster",
      "Choose a cluster with a tenant that serves a model.",
    );
  const scope = tenantScope(cluster, tenant);
  const own = clusterScope(cluster);
  const needs = { secrets: manualSecretsOf(own), artifacts: artifactsOf(own) };
  const data = { version: 2, cluster: cluster.name, tenant: tenant.name, needs, steps: firstPredictionSteps(scope) };
  printDocument({ blocks: [...needsBlocks(own), ...firstPredictionDocument(scope)], data }, output, context);
  return 0;
}

interface PlanOptions {
  readonly target: PlanTarget;
  readonly selection: Selection;
  readonly output: DocumentForm;
}

/** Prints the steps from the current tree to the target. The exit code is 1 if something blocks it today. Writes nothing. */
async function plan(
  root: string,
  { target, selection, output }: PlanOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const documents = loadRepository(root);
  if (!documents.ok) return printRefusal(documents.diagnostics, output, context);
  const gone = target.lifecycle === "removed" ? await removedTenantsIn(root, documents.value, selection) : [];
  if (gone.length > 0) {
    const clusters = documents.value.clusters.map(({ source }) => basename(dirname(source.file)));
    print(planAfterRemoval(gone, clusters), output, context);
    return 0;
  }
  const progress = progressLine(context);
  const gates = openToolchain(root, { env: context.env, log: progress.log }, false);
  const made = await makePlan(documents.value, target, selection, {
    tree: diskTree(root),
    today: context.today(),
    lifecycleViolations: (inventory) => lifecycleViolations(root, inventory),
    earlierCharts: async ({ platform }) => describedIn(await openBase(root, platform.spec.repository.revision)),
    compare: async (tree, inventory, part) => {
      const { diagnostics, result } = await compareWith(tree, inventory, part, {
        gates,
        today: context.today(),
        progress: progress.show,
      });
      return { diagnostics, publication: result.publication };
    },
  });
  progress.clear();
  gates.remember(true);
  print(made, output, context);
  return made.unmet.length === 0 ? 0 : 1;
}

function print(made: Plan, output: DocumentForm, context: CommandContext): void {
  printDocument({ blocks: planDocument(made), data: planData(made) }, output, context);
}

/** The selected tenants, if all of their files existed once and are deleted now. Otherwise empty. */
async function removedTenantsIn(
  root: string,
  { tenants }: RepositoryDocuments,
  selection: Selection,
): Promise<readonly RemovedTenant[]> {
  const files = new Set(tenants.map(({ source }) => source.file));
  const names = selection.tenants.filter((name) => TenantName.safeParse(name).success);
  if (names.length < selection.tenants.length || names.some((name) => files.has(tenantFile(name)))) return [];
  const gone: RemovedTenant[] = [];
  for (const tenant of names) {
    const commit = await lastCommitOf(root, tenantFile(tenant));
    if (commit !== undefined) gone.push({ tenant, commit });
  }
  return gone.length < names.length ? [] : gone;
}

function requireOneTarget(target: PlanTarget & { readonly clean?: true }, { clusters, tenants }: Selection): void {
  const targets = Object.keys(target).filter((name) => name !== "addon" && name !== "application");
  if (targets.length > 1)
    throw new UsageError(
      `${targets.map((value) => `--${value}`).join(" and ")} cannot be combined`,
      "Plan one target at a time.",
    );
  if (target.clean === true && clusters.length !== 1)
    throw new UsageError(
      "--clean requires exactly one --cluster",
      "Example: npx --no-install tenantry plan --clean --cluster production",
    );
  requireAddonTarget(target, { clusters, tenants });
  if (target.pattern !== undefined && (clusters.length !== 1 || tenants.length > 0))
    throw new UsageError(
      "--pattern requires exactly one --cluster and no --tenant",
      "Example: npx --no-install tenantry plan --cluster staging --pattern standard",
    );
  if (target.seldon !== undefined && !SeldonVersion.safeParse(target.seldon).success)
    throw new UsageError(
      `invalid version ${JSON.stringify(target.seldon)}`,
      "Example: npx --no-install tenantry plan --seldon 2.9.1",
    );
  if (target.seldon !== undefined && tenants.length > 0)
    throw new UsageError("invalid option --tenant: --seldon moves whole clusters", "Remove --tenant.");
  if (removesCluster(target, tenants) && clusters.length !== 1)
    throw new UsageError(
      "--lifecycle removed requires --tenant, or exactly one --cluster",
      "Example: npx --no-install tenantry plan --cluster staging --lifecycle removed",
    );
  if (target.lifecycle !== undefined && target.lifecycle !== "removed" && tenants.length === 0)
    throw new UsageError(
      `--lifecycle ${target.lifecycle} requires --tenant`,
      "Example: npx --no-install tenantry plan --tenant churn --lifecycle suspended",
    );
}

function requireAddonTarget(target: PlanTarget, { clusters, tenants }: Selection): void {
  const { addon, lifecycle, version, application, adopt } = target;
  const moves = lifecycle === "removed" || version !== undefined || adopt === true;
  if (addon !== undefined && (!moves || clusters.length !== 1 || tenants.length > 0))
    throw new UsageError(
      "--addon requires --lifecycle removed, --version or --adopt, exactly one --cluster and no --tenant",
      "Example: npx --no-install tenantry plan --cluster eu --addon kafka --lifecycle removed",
    );
  const [needy] = Object.keys(defined({ version, application, adopt }));
  if (needy !== undefined && (addon === undefined || (application !== undefined && version === undefined)))
    throw new UsageError(
      `--${needy} requires ${needy === "application" ? "--version" : "--addon"}`,
      "Example: npx --no-install tenantry plan --cluster eu --addon kafka --version 1.3.0 --application operator",
    );
  if (version !== undefined && !ChartVersion.safeParse(version).success)
    throw new UsageError(
      `invalid version ${JSON.stringify(version)}`,
      "Write the version as the repository does: 1.3.0 or v1.3.0.",
    );
}
