import type { Command } from "commander";
import { openGates } from "../gate/gates.ts";
import { survey } from "../pipeline.ts";
import { apply, isInterrupted, recover } from "../publish/apply.ts";
import { openStaging } from "../publish/staging.ts";
import type { Selection } from "../validate/selection.ts";
import type { Context, ExitCode } from "./context.ts";
import { defineCommand, selecting } from "./define.ts";
import { progressLine } from "./progress.ts";
import { type ReportForm, report, reportForms, unconfinedIn } from "./run-report.ts";

export const buildCommand = defineCommand<RunFlags>({
  name: "build",
  group: "engineer",
  summary: "write what follows from the files",
  description: "write the generated trees, if nothing is wrong",
  examples: ["build", "build --tenant churn --cluster staging"],
  forms: Object.keys(reportForms),
  options: running,
  run: ({ root, flags, context }) => build(root, runOptions(flags), context),
});

/** What the options of a run say. */
export interface RunFlags {
  readonly cluster?: readonly string[];
  readonly tenant?: readonly string[];
  readonly output: ReportForm;
  readonly cache?: boolean;
}

export interface RunOptions {
  readonly selection: Selection;
  readonly output: ReportForm;
  readonly fresh: boolean;
}

/** Makes the generated trees what the inputs give, if nothing is wrong with any of it. */
async function build(root: string, { selection, output, fresh }: RunOptions, context: Context): Promise<ExitCode> {
  const staging = await openStaging(root, context);
  if (isInterrupted(staging)) {
    context.err("an earlier build was interrupted: putting the tree back first\n");
    context.writing?.();
    recover(root, staging);
  }
  const progress = progressLine(context);
  const gates = openGates(root, { env: context.env, log: progress.log }, fresh);
  const found = await survey(root, selection, { gates, today: context.today(), progress: progress.show });
  progress.clear();
  const clean = found.diagnostics.every(({ severity }) => severity !== "error");
  if (clean && found.result !== undefined) {
    context.writing?.();
    apply(root, staging, found.result.publication);
  }
  gates.remember(!clean || selection.clusters.length + selection.tenants.length > 0);
  const unconfined = await unconfinedIn(found);
  const seconds = context.now() / 1000;
  context.out(report({ command: "build", found, output, seconds, unconfined }, context));
  return clean ? 0 : 1;
}

export function running(command: Command): Command {
  return selecting(command).option("--no-cache", "ask kustomize and kubeconform about everything anew");
}

export function runOptions({ cluster, tenant, output, cache }: RunFlags): RunOptions {
  return { selection: { clusters: cluster ?? [], tenants: tenant ?? [] }, output, fresh: cache === false };
}
