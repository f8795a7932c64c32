import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { visible } from "../diagnostics/visible.ts";
import { hanging, wrapped } from "../layout/plain-text.ts";
import type { Wish } from "../plan/route.ts";
import type { Selection } from "../validate/selection.ts";
import { Lifecycle } from "../validate/tenant.ts";
import { PatternName, SeldonVersion } from "../validate/terms.ts";
import { type AccessForm, access } from "./access.ts";
import { build, type RunOptions } from "./build.ts";
import { type CapacityForm, capacity } from "./capacity.ts";
import { check } from "./check.ts";
import { type Context, type ExitCode, widthOf } from "./context.ts";
import type { Define } from "./define.ts";
import { everydayCommands } from "./everyday-commands.ts";
import { type LintForm, lint, lintForms } from "./lint.ts";
import { cleanPlan, plan } from "./plan.ts";
import { pullRequestCommands } from "./pull-request-commands.ts";
import { type ReachForm, reach } from "./reach.ts";
import { report } from "./report.ts";
import { type ReportForm, reportForms } from "./run-report.ts";
import { schema } from "./schema.ts";

interface Flags {
  readonly cluster?: readonly string[];
  readonly tenant?: readonly string[];
  readonly output: ReportForm;
  readonly cache?: boolean;
  readonly drift?: boolean;
}

interface PlanFlags {
  readonly cluster?: readonly string[];
  readonly tenant?: readonly string[];
  readonly pattern?: PatternName;
  readonly seldon?: string;
  readonly lifecycle?: Lifecycle | "removed";
  readonly clean?: true;
  readonly output: "text" | "json" | "markdown";
}

/** Runs one command line; everything it does to the process goes through `context`. */
export async function program(argv: readonly string[], context: Context): Promise<ExitCode> {
  let exit: ExitCode = 0;
  const tenantry = new Command("tenantry")
    .description(
      "One reviewed file per tenant: manifests, gates and Argo CD Applications for platforms that serve models with Seldon Core v2.",
    )
    .option("-C, --directory <folder>", "the repository, instead of the one you are in")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: context.out, writeErr: context.err })
    .addHelpText("after", "\nExit codes: 0 clean, 1 findings in the input, 2 a wrong call or a tool that failed.");

  const command: Define = <F>(
    name: string,
    description: string,
    forms: readonly string[],
    run: (root: string, flags: F, args: readonly string[]) => ExitCode | Promise<ExitCode>,
  ): Command => {
    const added = tenantry
      .command(name)
      .description(description)
      .addOption(new Option("--output <form>", "form of what is printed").choices(forms).default("text"));
    return added.action(async () => {
      const { directory } = tenantry.opts<{ directory?: string }>();
      exit = await run(
        directory === undefined ? repositoryAround(context.cwd) : resolve(context.cwd, directory),
        added.opts<Record<string, unknown> & F>(),
        added.args,
      );
    });
  };
  const surveying = (added: Command): Command =>
    added
      .option("--cluster <name...>", "only these clusters")
      .option("--tenant <name...>", "only these tenants")
      .option("--no-cache", "ask kustomize and kubeconform about everything anew");

  surveying(
    command<Flags>("build", "write the generated trees, if nothing is wrong", Object.keys(reportForms), (root, flags) =>
      build(root, runOptions(flags), context),
    ),
  );
  surveying(
    command<Flags>(
      "check",
      "say whether the files are valid, and how much there is to build; write nothing",
      Object.keys(reportForms),
      (root, flags) => check(root, { ...runOptions(flags), drift: flags.drift }, context),
    ),
  )
    .option("--drift", "fail on generated files that a build would change, too; on by itself where CI is set")
    .option("--no-drift", "do not, whatever CI says");
  pullRequestCommands(command, context);
  command<PlanFlags>(
    "plan",
    "say what it takes to get from the tree to what is wished: objects, order, interruption, commits, and the way back",
    ["text", "json", "markdown"],
    (root, { cluster, tenant, pattern, seldon, lifecycle, clean, output }) => {
      const wish = {
        ...(pattern === undefined ? {} : { pattern }),
        ...(seldon === undefined ? {} : { seldon }),
        ...(lifecycle === undefined ? {} : { lifecycle }),
      };
      const selection = { clusters: cluster ?? [], tenants: tenant ?? [] };
      insistOnOneWish({ ...wish, ...(clean === undefined ? {} : { clean }) }, selection);
      if (clean === true) return cleanPlan(root, { selection, output }, context);
      return plan(root, { wish, selection, output }, context);
    },
  )
    .option("--cluster <name...>", "only these clusters")
    .option("--tenant <name...>", "only these tenants")
    .option("--clean", "from nothing to a serving tenant on the one cluster, with commands that verify each step")
    .addOption(new Option("--pattern <name>", "move the one cluster to this pattern").choices(PatternName.options))
    .option("--seldon <version>", "move the clusters to this version of Seldon Core")
    .addOption(
      new Option("--lifecycle <state>", "bring the tenants to this state, or remove them").choices([
        ...Lifecycle.options,
        "removed",
      ]),
    );
  command<{ readonly cluster?: readonly string[]; readonly output: ReachForm }>(
    "reach",
    "say whom a tenant's pods reach and who reaches them, or whether one connection is let through, and by which policies",
    ["text", "json", "markdown", "dot"],
    (root, { cluster, output }, [from = "", to]) => reach(root, { from, to, clusters: cluster ?? [], output }, context),
  )
    .argument("<from>", "a tenant, or one of its pods: churn, churn/envoy")
    .argument("[to]", "somebody with a port: mlflow:5000, dns:53/udp, fraud-detection/envoy:9000")
    .option("--cluster <name...>", "only these clusters");
  command<{ readonly cluster?: readonly string[]; readonly output: AccessForm }>(
    "access",
    "say who may do what where, and what follows from it that nobody wrote down",
    ["text", "json", "markdown"],
    (root, { cluster, output }, [about]) => access(root, { about, clusters: cluster ?? [], output }, context),
  )
    .argument("[about]", "a tenant, a group, or an account: churn, fraud-analysts, fraud-detection/fraud-training")
    .option("--cluster <name...>", "only these clusters");
  command<{ readonly cluster?: readonly string[]; readonly output: CapacityForm }>(
    "capacity",
    "say what each tenant's quota allows, what its objects ask for at most, and what is left",
    ["text", "json", "markdown"],
    (root, { cluster, output }, [tenant]) => capacity(root, { tenant, clusters: cluster ?? [], output }, context),
  )
    .argument("[tenant]", "a tenant; all of them, and what they share, where left out")
    .option("--cluster <name...>", "only these clusters");
  command<{ readonly cluster?: string; readonly output: LintForm }>(
    "lint",
    "look at anybody's manifests or Kustomize overlays, or at what was exported from a live namespace",
    lintForms,
    (root, { cluster, output }, [folder = ""]) => lint(root, { folder, cluster, output }, context),
  )
    .argument("<folder>", "a folder, or one file: kubectl get ... -o yaml")
    .option("--cluster <name>", "the cluster of this repository that the objects are to come to");
  command<PlanFlags>(
    "report",
    "say how the platform does: dependencies across namespaces, use of quotas, patched images",
    ["text", "json", "markdown"],
    (root, { cluster, tenant, output }) =>
      report(root, { clusters: cluster ?? [], tenants: tenant ?? [] }, output, context),
  )
    .option("--cluster <name...>", "only these clusters")
    .option("--tenant <name...>", "only these tenants");
  everydayCommands(command, context);
  command<Flags>(
    "schema",
    "write the JSON Schemas for editors, and the references of fields, patterns and rules",
    ["text", "json"],
    (root, flags) => schema(root, flags.output === "json" ? "json" : "text", context),
  );

  try {
    await tenantry.parseAsync([...argv], { from: "user" });
    return exit;
  } catch (error) {
    return failure(error, context);
  }
}

function insistOnOneWish(wish: Wish & { readonly clean?: true }, { clusters, tenants }: Selection): void {
  const wishes = Object.keys(wish);
  if (wishes.length > 1)
    throw new UsageError(`${wishes.map((one) => `--${one}`).join(" and ")} are two plans`, "Ask for one at a time.");
  if (wish.clean === true && clusters.length !== 1)
    throw new UsageError("from nothing on which cluster?", "npx tenantry plan --clean --cluster production");
  if (wish.pattern !== undefined && (clusters.length !== 1 || tenants.length > 0))
    throw new UsageError("a pattern is one cluster's", "npx tenantry plan --cluster staging --pattern standard");
  if (wish.seldon !== undefined && !SeldonVersion.safeParse(wish.seldon).success)
    throw new UsageError(`${JSON.stringify(wish.seldon)} is no version`, "npx tenantry plan --seldon 2.9.1");
  if (wish.seldon !== undefined && tenants.length > 0)
    throw new UsageError("a version of Seldon Core is a cluster's, not a tenant's", "Leave --tenant out.");
  if (wish.lifecycle !== undefined && tenants.length === 0)
    throw new UsageError("whose lifecycle?", "npx tenantry plan --tenant churn --lifecycle removed");
}

/** The nearest folder from here up that looks like a repository; here, where none does, so that this is what is complained of. */
function repositoryAround(folder: string): string {
  for (let path = folder; ; path = dirname(path)) {
    if (existsSync(join(path, "platform/platform.yaml"))) return path;
    if (dirname(path) === path) return folder;
  }
}

function runOptions({ cluster, tenant, output, cache }: Flags): RunOptions {
  return { selection: { clusters: cluster ?? [], tenants: tenant ?? [] }, output, fresh: cache === false };
}

/** A tool that failed and a wrong call are said in two lines, and so is a bug: it is no finding, and nobody's input. */
function failure(error: unknown, context: Context): ExitCode {
  const { err, env } = context;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const say = (message: string, remedy: string): void =>
    err(
      [...wrapped(`tenantry: ${message}`, widthOf(context), "  "), ...hanging("  ", remedy, widthOf(context))]
        .map((line) => `${line}\n`)
        .join(""),
    );
  if (error instanceof ToolFailure) say(error.message, error.remedy);
  else if (error instanceof UsageError) say(error.message, error.hint);
  else err(bug(error, env["TENANTRY_DEBUG"] !== undefined));
  return 2;
}

/** @param whole With the stack, for whoever mends it. */
export function bug(error: unknown, whole: boolean): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = whole && error instanceof Error ? `${error.stack ?? ""}\n` : "";
  const hint = "Please report it, with what TENANTRY_DEBUG=1 prints.";
  return `tenantry: this is a bug: ${visible(what.slice(0, 500))}\n  ${hint}\n${stack}`;
}
