import { openToolchain } from "../gate/toolchain.ts";
import { addToStepSummary } from "../github/step-summary.ts";
import { runChecks } from "../pipeline.ts";
import { isInterrupted } from "../publish/apply.ts";
import { driftFindings, interruptedFindings } from "../publish/drift.ts";
import { indexFindings } from "../publish/index-modes.ts";
import { openStaging } from "../publish/staging.ts";
import { type BuildOptions, buildOptions, type RunFlags, withRunOptions } from "./build.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { progressLine } from "./progress.ts";
import { reportForms, reportRun, unconfinedPrograms } from "./run-report.ts";

export const checkCommand = defineCommand<RunFlags & { readonly drift?: boolean }>({
  name: "check",
  group: "engineer",
  summary: "say whether the files are valid; write nothing",
  description: "say whether the files are valid, and how much there is to build; write nothing",
  examples: ["check", "check --tenant churn", "check --drift --output github"],
  forms: Object.keys(reportForms),
  options: (command) =>
    withRunOptions(command)
      .option("--drift", "fail on generated files that a build would change, too; on by itself where CI is set")
      .option("--no-drift", "do not, whatever CI says"),
  run: ({ root, flags, context }) => check(root, { ...buildOptions(flags), drift: flags.drift }, context),
});

interface CheckOptions extends BuildOptions {
  /** Whether a generated file that a build would change is a finding; nothing for what the environment says. */
  readonly drift: boolean | undefined;
}

/**
 * Runs a build without writing, and reports its findings. An edit that is not built yet is valid: only where it is asked for,
 * or on CI, each generated file that differs from what a build would write is a finding too.
 */
async function check(
  root: string,
  { selection, output, fresh, drift: asked }: CheckOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const progress = progressLine(context);
  const gates = openToolchain(root, { env: context.env, log: progress.log }, fresh);
  const found = await runChecks(root, selection, { gates, today: context.today(), progress: progress.show });
  progress.clear();
  const wrong = found.diagnostics.some(({ severity }) => severity === "error");
  // What is wrong with the input comes first: the tree can only follow it.
  const drifted =
    wrong || found.result === undefined || !(asked ?? onCI(context))
      ? []
      : driftFindings(root, found.result.publication);
  const diagnostics = [
    ...(isInterrupted(await openStaging(root, context)) ? [interruptedFindings()] : []),
    ...found.diagnostics,
    ...drifted,
    ...(await indexFindings(root)),
  ];
  gates.remember(wrong || selection.clusters.length + selection.tenants.length > 0);
  const unconfined = await unconfinedPrograms(found);
  const seconds = context.now() / 1000;
  context.out(reportRun({ command: "check", found: { ...found, diagnostics }, output, seconds, unconfined }, context));
  if (output === "github") addToStepSummary(diagnostics, found.waived, context.env);
  return diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
}

/** GitHub, GitLab and most others set CI in every job: what is merged there has to be built, with or without the option. */
function onCI({ env }: CommandContext): boolean {
  return !["", "0", "false"].includes(env["CI"] ?? "");
}
