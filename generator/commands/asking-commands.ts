import { Option } from "commander";
import { UsageError } from "../diagnostics/usage-error.ts";
import type { Wish } from "../plan/route.ts";
import type { Selection } from "../validate/selection.ts";
import { Lifecycle } from "../validate/tenant.ts";
import { PatternName, SeldonVersion } from "../validate/terms.ts";
import { type AccessForm, access } from "./access.ts";
import { type CapacityForm, capacity } from "./capacity.ts";
import type { Context } from "./context.ts";
import type { Define } from "./define.ts";
import { type LintForm, lint, lintForms } from "./lint.ts";
import { cleanPlan, plan } from "./plan.ts";
import { type ReachForm, reach } from "./reach.ts";
import { report } from "./report.ts";

interface PlanFlags {
  readonly cluster?: readonly string[];
  readonly tenant?: readonly string[];
  readonly pattern?: PatternName;
  readonly seldon?: string;
  readonly lifecycle?: Lifecycle | "removed";
  readonly clean?: true;
  readonly output: "text" | "json" | "markdown";
}

/** What people ask of a platform, and nothing that writes. */
export function askingCommands(command: Define, context: Context): void {
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
    "say who may do what where, and which permissions that implies",
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
}

function insistOnOneWish(wish: Wish & { readonly clean?: true }, { clusters, tenants }: Selection): void {
  const wishes = Object.keys(wish);
  if (wishes.length > 1)
    throw new UsageError(`${wishes.map((one) => `--${one}`).join(" and ")} are two plans`, "Ask for one at a time.");
  if (wish.clean === true && clusters.length !== 1)
    throw new UsageError(
      "from nothing on which cluster?",
      "npx --no-install tenantry plan --clean --cluster production",
    );
  if (wish.pattern !== undefined && (clusters.length !== 1 || tenants.length > 0))
    throw new UsageError(
      "a pattern is one cluster's",
      "npx --no-install tenantry plan --cluster staging --pattern standard",
    );
  if (wish.seldon !== undefined && !SeldonVersion.safeParse(wish.seldon).success)
    throw new UsageError(
      `${JSON.stringify(wish.seldon)} is no version`,
      "npx --no-install tenantry plan --seldon 2.9.1",
    );
  if (wish.seldon !== undefined && tenants.length > 0)
    throw new UsageError("a version of Seldon Core is a cluster's, not a tenant's", "Leave --tenant out.");
  if (wish.lifecycle !== undefined && tenants.length === 0)
    throw new UsageError("whose lifecycle?", "npx --no-install tenantry plan --tenant churn --lifecycle removed");
}
