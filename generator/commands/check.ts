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
import { fromRoot, waivedFromRoot } from "./from-root.ts";
import { progressLine } from "./progress.ts";
import { reportForms, reportRun, unconfinedPrograms } from "./run-report.ts";

export const checkCommand = defineCommand<RunFlags & { readonly drift?: boolean }>({
  name: "check",
  group: "engineer",
  summary: "check the input files",
  description:
    "check whether the input files are valid, and count the generated files that are out of date, without writing a file",
  examples: ["check", "check --tenant churn", "check --drift --output github"],
  forms: Object.keys(reportForms),
  options: (command) =>
    withRunOptions(command)
      .option("--drift", "also fail if generated files are out of date (default if the environment variable CI is set)")
      .option("--no-drift", "accept generated files that are out of date, even if CI is set"),
  run: ({ root, flags, context }) => check(root, { ...buildOptions(flags), drift: flags.drift }, context),
});

interface CheckOptions extends BuildOptions {
  /** Whether generated files that are out of date are findings. Undefined: only if CI is set. */
  readonly drift: boolean | undefined;
}

/**
 * Runs a build without writing, and reports its findings. An edit that is not built yet is valid. Generated files that are
 * out of date are findings only with `--drift` or on CI.
 */
async function check(
  root: string,
  { selection, output, fresh, drift }: CheckOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const progress = progressLine(context);
  const gates = openToolchain(root, { env: context.env, log: progress.log }, fresh);
  const found = await runChecks(root, selection, { gates, today: context.today(), progress: progress.show });
  progress.clear();
  const hasErrors = found.diagnostics.some(({ severity }) => severity === "error");
  // Generated files can be compared only with the build output of valid input files.
  const drifted =
    hasErrors || found.result === undefined || !(drift ?? onCI(context))
      ? []
      : driftFindings(root, found.result.publication);
  const diagnostics = [
    ...(isInterrupted(await openStaging(root, context)) ? [interruptedFindings()] : []),
    ...found.diagnostics,
    ...drifted,
    ...(await indexFindings(root)),
  ];
  gates.remember(hasErrors || selection.clusters.length + selection.tenants.length > 0);
  const unconfined = await unconfinedPrograms(found);
  const seconds = context.now() / 1000;
  context.out(reportRun({ command: "check", found: { ...found, diagnostics }, output, seconds, unconfined }, context));
  if (output === "github")
    addToStepSummary(fromRoot(diagnostics, context), waivedFromRoot(found.waived, context), context.env);
  return diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
}

/** GitHub, GitLab and most other CI systems set CI in every job. There, merged changes must be built even without `--drift`. */
function onCI({ env }: CommandContext): boolean {
  return !["", "0", "false"].includes(env["CI"] ?? "");
}
