import { UsageError } from "../diagnostics/usage-error.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { environmentBranch } from "../layout/names.ts";
import { placeInGit, runGit } from "../load/git.ts";
import { openRevision } from "../load/revision.ts";
import { runChecks } from "../pipeline.ts";
import { driftFindings } from "../publish/drift.ts";
import { branchMovedNote, fetchBranch, pushCommit, tipOf } from "../publish/git-commit.ts";
import { type DryCommit, hydratedFiles } from "../publish/hydrated.ts";
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
  summary: "push rendered objects to the clusters' branches",
  description:
    "for each cluster whose cluster.yaml sets publish to branch or next, push the rendered objects to the branch of the cluster",
  examples: ["publish", "publish --cluster production"],
  options: (command) =>
    command
      .option("--cluster <name...>", "only these clusters")
      .option("--remote <name>", "the remote to push to", "origin"),
  run: ({ root, flags: { cluster, remote }, context }) => publish(root, { clusters: cluster ?? [], remote }, context),
});

interface PublishOptions {
  readonly clusters: readonly string[];
  readonly remote: string;
}

/**
 * Pushes the rendered objects of each cluster with its own branch, from the checked-out commit. All generated files must be
 * up to date. It never publishes an older commit after a newer one, and pushes nothing if nothing changed.
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
  const errors = found.diagnostics.filter(({ severity }) => severity === "error");
  if (found.result === undefined || errors.length > 0) return printRefusal(errors, "text", context);
  const drifted = driftFindings(root, found.result.publication);
  if (drifted.length > 0) return printRefusal(drifted, "text", context);
  await requireCommitted(root);
  const { inventory } = found.result;
  const selected = clustersToPublish(inventory.clusters, clusters);
  if (selected.length === 0) context.out("nothing to publish: no cluster.yaml sets publish to branch or next\n");
  const { url, path: folder } = inventory.platform.spec.repository;
  const dry = await dryCommit(root, url);
  context.writing?.();
  for (const cluster of selected)
    context.out(`${cluster.name}: ${await published(root, remote, { cluster, folder }, dry)}\n`);
  return 0;
}

async function published(
  root: string,
  remote: string,
  { cluster, folder }: { readonly cluster: ClusterEntry; readonly folder: string | undefined },
  dry: DryCommit,
): Promise<string> {
  const active = environmentBranch(cluster.name);
  const branch = cluster.spec.publish === "next" ? `${active}-next` : active;
  // The first commit on the next branch follows the active branch.
  const from = (await tipOf(root, remote, branch)) === undefined ? active : branch;
  const parent = await tipOf(root, remote, from);
  if (parent !== undefined) await fetchBranch(root, remote, from);
  const before = parent === undefined ? new Map<string, string>() : await textsOf(root, parent);
  if (parent !== undefined) await requireFastForward(root, branch, before, dry);
  const { writes, removes } = hydratedFiles({ cluster: cluster.name, rendered: diskTree(root), folder }, before, dry);
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
  return pushed.result === "same" ? `nothing changed since ${branch} was written` : branchMovedNote(branch);
}

/** All files of a branch, by their paths from the root of the repository. */
async function textsOf(root: string, commit: string): Promise<ReadonlyMap<string, string>> {
  const { top } = (await placeInGit(root)) ?? { top: root };
  const revision = await openRevision(top, "", commit);
  return revision.texts(await revision.files());
}

/** Rejects a branch that another program writes, and a commit that does not follow the published one. */
async function requireFastForward(
  root: string,
  branch: string,
  before: ReadonlyMap<string, string>,
  { drySha }: DryCommit,
): Promise<void> {
  const [, last] = /"drySha": "([0-9a-f]+)"/.exec(before.get("hydrator.metadata") ?? "") ?? [];
  if (last === undefined)
    throw new UsageError(
      `invalid branch ${branch}: tenantry publish did not write this branch`,
      "Rename the existing branch on the remote, and run the command again.",
    );
  if ((await runGit(root, ["merge-base", "--is-ancestor", last, drySha])) === undefined)
    throw new UsageError(
      `outdated commit ${drySha.slice(0, 10)}: ${branch} was published from ${last.slice(0, 10)}, which is not an ancestor of this commit`,
      "Check out the newest commit of the main branch with its full history.",
    );
}

async function requireCommitted(root: string): Promise<void> {
  const result = await runGit(root, ["status", "--porcelain", "--", "tenants", "platform", "clusters"]);
  if (result === undefined)
    throw new UsageError(
      `${root} is not in a git repository`,
      "Run the command in a clone, because it publishes the checked-out commit.",
    );
  if (result.stdout.trim() !== "")
    throw new UsageError(
      "uncommitted changes in tenants, platform or clusters",
      "Commit the changes first: the published files name the commit.",
    );
}

async function dryCommit(root: string, repoURL: string): Promise<DryCommit> {
  const result = await runGit(root, ["log", "-1", "--format=%H%n%an <%ae>%n%aI%n%s"]);
  const [drySha = "", author = "", date = "", subject = ""] = result?.stdout.split("\n") ?? [];
  return { repoURL, drySha, author, date, subject };
}

/** https://argo-cd.readthedocs.io/en/stable/user-guide/source-hydrator/: the trailers that Argo CD's documentation shows. */
function messageOf(cluster: string, { repoURL, drySha, author, date, subject }: DryCommit): string {
  return `Publish ${cluster} at ${drySha.slice(0, 10)}\n\n${[
    `Argocd-reference-commit-author: ${author}`,
    `Argocd-reference-commit-sha: ${drySha}`,
    `Argocd-reference-commit-subject: ${subject}`,
    `Argocd-reference-commit-repourl: ${repoURL}`,
    `Argocd-reference-commit-date: ${date}`,
  ].join("\n")}\n`;
}

function clustersToPublish(all: readonly ClusterEntry[], names: readonly string[]): readonly ClusterEntry[] {
  const branches = all.filter(({ spec }) => spec.publish !== "folder");
  for (const name of names) {
    if (branches.some((branch) => branch.name === name)) continue;
    const known = all.map((cluster) => String(cluster.name));
    throw known.includes(name)
      ? new UsageError(
          `missing branch of cluster ${name}: Argo CD reads the cluster's objects from a folder`,
          "Set publish: branch in the cluster's cluster.yaml first.",
        )
      : unknownName("cluster", name, known);
  }
  return names.length === 0 ? branches : branches.filter(({ name }) => names.includes(name));
}
