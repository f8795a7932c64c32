import type { Command } from "commander";
import { openToolchain } from "../gate/toolchain.ts";
import { runChecks } from "../pipeline.ts";
import { applyPublication, isInterrupted, recoverPublication } from "../publish/apply.ts";
import { openStaging } from "../publish/staging.ts";
import type { Selection } from "../validate/selection.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand, withSelection } from "./define.ts";
import { progressLine } from "./progress.ts";
import { type ReportForm, reportForms, reportRun, unconfinedPrograms } from "./run-report.ts";

export const buildCommand = defineCommand<RunFlags>({
  name: "build",
  group: "engineer",
  summary: "write the generated files",
  description: "check the input files, and write the generated files only if all checks pass",
  examples: ["build", "build --tenant churn --cluster staging"],
  forms: Object.keys(reportForms),
  options: withRunOptions,
  run: ({ root, flags, context }) => build(root, buildOptions(flags), context),
});

/** The parsed options of a run. */
export interface RunFlags {
  readonly cluster?: readonly string[];
  readonly tenant?: readonly string[];
  readonly output: ReportForm;
  readonly cache?: boolean;
}

export interface BuildOptions {
  readonly selection: Selection;
  readonly output: ReportForm;
  readonly fresh: boolean;
}

/** Writes the generated files if no check reports an error. */
async function build(
  root: string,
  { selection, output, fresh }: BuildOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const staging = await openStaging(root, context);
  if (isInterrupted(staging)) {
    context.err("interrupted build: restoring the previous generated files\n");
    context.writing?.();
    recoverPublication(root, staging);
  }
  const progress = progressLine(context);
  const gates = openToolchain(root, { env: context.env, log: progress.log }, fresh);
  const found = await runChecks(root, selection, { gates, today: context.today(), progress: progress.show });
  progress.clear();
  const clean = found.diagnostics.every(({ severity }) => severity !== "error");
  if (clean && found.result !== undefined) {
    context.writing?.();
    applyPublication(root, staging, found.result.publication);
  }
  gates.remember(!clean || selection.clusters.length + selection.tenants.length > 0);
  const unconfined = await unconfinedPrograms(found);
  const seconds = context.now() / 1000;
  context.out(reportRun({ command: "build", found, output, seconds, unconfined }, context));
  return clean ? 0 : 1;
}

export function withRunOptions(command: Command): Command {
  return withSelection(command).option("--no-cache", "run kustomize and kubeconform without cached results");
}

export function buildOptions({ cluster, tenant, output, cache }: RunFlags): BuildOptions {
  return { selection: { clusters: cluster ?? [], tenants: tenant ?? [] }, output, fresh: cache === false };
}
