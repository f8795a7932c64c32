import { openGates } from "../gate/gates.ts";
import { survey } from "../pipeline.ts";
import { isInterrupted } from "../publish/apply.ts";
import { drift, interrupted } from "../publish/drift.ts";
import { indexFindings } from "../publish/index-modes.ts";
import { openStaging } from "../publish/staging.ts";
import type { RunOptions } from "./build.ts";
import type { Context, ExitCode } from "./context.ts";
import { progressLine } from "./progress.ts";
import { report, unconfinedIn } from "./run-report.ts";
import { addToStepSummary } from "./step-summary.ts";

/** Runs a build without writing: reports its findings, and each generated file that differs from what it would write. */
export async function check(
  root: string,
  { selection, output, fresh }: RunOptions,
  context: Context,
): Promise<ExitCode> {
  const started = context.now();
  const progress = progressLine(context);
  const gates = openGates(root, { env: context.env, log: progress.log }, fresh);
  const found = await survey(root, selection, gates, context.today(), progress.show);
  progress.clear();
  const wrong = found.diagnostics.some(({ severity }) => severity === "error");
  // What is wrong with the input comes first: the tree can only follow it.
  const drifted = wrong || found.result === undefined ? [] : drift(root, found.result.publication);
  const diagnostics = [
    ...(isInterrupted(await openStaging(root, context)) ? [interrupted()] : []),
    ...found.diagnostics,
    ...drifted,
    ...(await indexFindings(root)),
  ];
  if (!wrong) gates.remember(selection.clusters.length + selection.tenants.length > 0);
  const unconfined = await unconfinedIn(found);
  const seconds = (context.now() - started) / 1000;
  context.out(report({ command: "check", found: { ...found, diagnostics }, output, seconds, unconfined }, context));
  if (output === "github") addToStepSummary(diagnostics, found.waived, context);
  return diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
}
