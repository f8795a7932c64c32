import { UsageError } from "../diagnostics/usage-error.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { environmentBranch } from "../layout/names.ts";
import { runGit } from "../load/git.ts";
import { openRevision } from "../load/revision.ts";
import { runChecks } from "../pipeline.ts";
import { driftFindings } from "../publish/drift.ts";
import { fetchBranch, pushCommit, tipOf } from "../publish/git-commit.ts";
import { type DryCommit, hydrated } from "../publish/hydrated.ts";
import { diskTree } from "../publish/tree.ts";
import { countText } from "../text/counted.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { unknownName } from "../validate/selection.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { printRefusal } from "./print-refusal.ts";
import { progressLine } from "./progress.ts";

export const publishCommand = defineCommand<{ readonly cluster?: readonly string[]; readonly remote: string }>({
  name: "publish",
  group: "workflow",
  summary: "push what is rendered to clusters' branches",
  description: "push what is rendered to the branch of each cluster that says publish: branch, or next",
  examples: ["publish", "publish --cluster production"],
  options: (command) =>
    command.option("--cluster <name...>", "only these clusters").option("--remote <name>", "where to push", "origin"),
  run: ({ root, flags: { cluster, remote }, context }) => publish(root, { clusters: cluster ?? [], remote }, context),
});

interface PublishOptions {
  readonly clusters: readonly string[];
  readonly remote: string;
}

/**
 * Writes what is rendered for clusters that ask for it to branches of their own, from the commit that is checked out. Only
 * what the inputs give is published, only forwards, and nothing where nothing changed.
 */
async function publish(root: string, { clusters, remote }: PublishOptions, context: CommandContext): Promise<ExitCode> {
  const progress = progressLine(context);
  const gates = openToolchain(root, { env: context.env, log: progress.log }, false);
  const found = await runChecks(
    root,
    { clusters: [], tenants: [] },
    { gates, today: context.today(), progress: progress.show },
  );
  progress.clear();
  const wrong = found.diagnostics.filter(({ severity }) => severity === "error");
  if (found.result === undefined || wrong.length > 0) return printRefusal(wrong, "text", context);
  const drifted = driftFindings(root, found.result.publication);
  if (drifted.length > 0) return printRefusal(drifted, "text", context);
  await requireCommitted(root);
  const { inventory } = found.result;
  const asked = clustersAsked(inventory.clusters, clusters);
  if (asked.length === 0) context.out("nothing to publish: no cluster says publish: branch, or next\n");
  const dry = await dryCommit(root, inventory.platform.spec.repository.url);
  context.writing?.();
  for (const cluster of asked) context.out(`${cluster.name}: ${await published(root, remote, cluster, dry)}\n`);
  return 0;
}

async function published(root: string, remote: string, cluster: ClusterEntry, dry: DryCommit): Promise<string> {
  const active = environmentBranch(cluster.name);
  const branch = cluster.spec.publish === "next" ? `${active}-next` : active;
  // What is proposed for the first time follows what is there already.
  const from = (await tipOf(root, remote, branch)) === undefined ? active : branch;
  const parent = await tipOf(root, remote, from);
  if (parent !== undefined) await fetchBranch(root, remote, from);
  const before = parent === undefined ? new Map<string, string>() : await textsOf(root, parent);
  if (parent !== undefined) await requireFastForward(root, branch, before, dry);
  const { writes, removes } = hydrated(cluster.name, diskTree(root), before, dry);
  if (writes.size + removes.length === 0) return `nothing changed since ${branch} was written`;
  const pushed = await pushCommit(root, {
    parent,
    writes,
    removes,
    message: messageOf(cluster.name, dry),
    remote,
    branch,
  });
  if (pushed.result === "pushed")
    return `pushed ${pushed.commit.slice(0, 10)} to ${branch}: ${countText(writes.size, "file")} written, ${removes.length} removed`;
  return pushed.result === "same"
    ? `nothing changed since ${branch} was written`
    : `somebody pushed to ${branch} meanwhile, and that run follows`;
}

async function textsOf(root: string, commit: string): Promise<ReadonlyMap<string, string>> {
  const revision = await openRevision(root, "", commit);
  return revision.texts(await revision.files());
}

/** A branch that something else writes is left alone, and an older commit never undoes a newer one. */
async function requireFastForward(
  root: string,
  branch: string,
  before: ReadonlyMap<string, string>,
  { drySha }: DryCommit,
): Promise<void> {
  const [, last] = /"drySha": "([0-9a-f]+)"/.exec(before.get("hydrator.metadata") ?? "") ?? [];
  if (last === undefined)
    throw new UsageError(
      `${branch} was not written by tenantry publish`,
      "Publish to a branch that does not exist yet.",
    );
  if ((await runGit(root, ["merge-base", "--is-ancestor", last, drySha])) === undefined)
    throw new UsageError(
      `${branch} was published from ${last.slice(0, 10)}, which ${drySha.slice(0, 10)} does not follow`,
      "Check out the newest commit of the main branch, with its history.",
    );
}

async function requireCommitted(root: string): Promise<void> {
  const result = await runGit(root, ["status", "--porcelain", "--", "tenants", "platform", "clusters"]);
  if (result === undefined)
    throw new UsageError(`${root} is not in a git repository`, "What is published comes from a commit.");
  if (result.stdout.trim() !== "")
    throw new UsageError(
      "there are changes that are not committed",
      "Commit them first: what is published names its commit.",
    );
}

async function dryCommit(root: string, repoURL: string): Promise<DryCommit> {
  const result = await runGit(root, ["log", "-1", "--format=%H%n%an <%ae>%n%aI%n%s"]);
  const [drySha = "", author = "", date = "", subject = ""] = result?.stdout.split("\n") ?? [];
  return { repoURL, drySha, author, date, subject };
}

/** https://argo-cd.readthedocs.io/en/stable/user-guide/source-hydrator/: trailers that Argo CD's own pages show. */
function messageOf(cluster: string, { repoURL, drySha, author, date, subject }: DryCommit): string {
  return `Publish ${cluster} at ${drySha.slice(0, 10)}\n\n${[
    `Argocd-reference-commit-author: ${author}`,
    `Argocd-reference-commit-sha: ${drySha}`,
    `Argocd-reference-commit-subject: ${subject}`,
    `Argocd-reference-commit-repourl: ${repoURL}`,
    `Argocd-reference-commit-date: ${date}`,
  ].join("\n")}\n`;
}

function clustersAsked(all: readonly ClusterEntry[], names: readonly string[]): readonly ClusterEntry[] {
  const branches = all.filter(({ spec }) => spec.publish !== "folder");
  for (const name of names) {
    if (branches.some((branch) => branch.name === name)) continue;
    const known = all.map((cluster) => String(cluster.name));
    throw known.includes(name)
      ? new UsageError(`${name} is read from its folder`, "Say publish: branch in its cluster.yaml first.")
      : unknownName("cluster", name, known);
  }
  return names.length === 0 ? branches : branches.filter(({ name }) => names.includes(name));
}
