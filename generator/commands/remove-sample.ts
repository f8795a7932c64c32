import { rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { findSample } from "../gate/sample-in.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { openBase } from "../load/base.ts";
import { loadRepository, type RepositoryDocuments } from "../load/load-repository.ts";
import type { SourceDocument } from "../load/source.ts";
import { runValidated } from "../pipeline.ts";
import { applyPublication, isInterrupted } from "../publish/apply.ts";
import type { Publication } from "../publish/publication.ts";
import { openStaging } from "../publish/staging.ts";
import { branchName } from "../text/branch-name.ts";
import { digestOf } from "../tools/cache.ts";
import { sampleFiles } from "../validate/sample.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { printRefusal } from "./print-refusal.ts";
import { progressLine } from "./progress.ts";

export const removeSampleCommand = defineCommand<object>({
  name: "remove-sample",
  group: "platform",
  summary: "remove the sample tenants, before anything runs",
  description: "remove the tenants and the second cluster that this repository comes with, once, before anything runs",
  examples: ["remove-sample"],
  run: ({ root, context }) => removeSample(root, context),
});

/**
 * Removes what the repository comes with for whoever looks at it: its tenants, its second cluster, and what follows from
 * them. Only in what is merged as the sample, which runs nowhere: anywhere else tenants leave by being drained.
 * @throws UsageError where that is not so, or nothing of the sample is left.
 */
async function removeSample(root: string, context: CommandContext): Promise<ExitCode> {
  const documents = loadRepository(root);
  if (!documents.ok) return printRefusal(documents.diagnostics, "text", context);
  const { rest, gone, kept } = withoutSample(documents.value);
  const inventory = validateInventory(rest);
  // What is wrong may be what goes, or only what stays behind.
  const readable = inventory.ok ? inventory : validateInventory(documents.value);
  if (!readable.ok) return nothingRemoved(inventory.diagnostics, context);
  await requireSample(root, readable.value.platform.spec.repository.revision);
  if (!inventory.ok) return nothingRemoved(inventory.diagnostics, context);
  if (gone.length === 0)
    throw new UsageError("nothing of the sample is left as it was", "Remove what you do not want.");
  const staging = await openStaging(root, context);
  if (isInterrupted(staging))
    throw new UsageError("an earlier build was interrupted", "npx --no-install tenantry build repairs it.");
  const progress = progressLine(context);
  const gates = openToolchain(root, { env: context.env, log: progress.log }, false);
  const found = await runValidated(
    root,
    inventory,
    { clusters: [], tenants: [] },
    { gates, today: context.today(), progress: progress.show },
  );
  progress.clear();
  const errors = found.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0 || found.result === undefined) return nothingRemoved(errors, context);
  applyPublication(root, staging, found.result.publication);
  for (const file of gone) removeInput(root, file);
  context.out(messagesOf(gone, kept, found.result.publication, rest));
  return 0;
}

async function requireSample(root: string, branch: string): Promise<void> {
  const base = await openBase(root, branch);
  const merged = await findSample(base);
  if (merged === "merged") return;
  const short = branchName(branch);
  if (merged === "unknown")
    throw new UsageError(
      `there is no branch ${short} here, so nobody can tell whether this is still the sample`,
      `Fetch it: git fetch origin ${short}; or, without a remote, commit everything as it came to a branch ${short}.`,
    );
  throw new UsageError(
    `this is not the sample any more: platform/platform.yaml on ${short} names a repository that Argo CD can read`,
    "A tenant that may run leaves by being drained: npx --no-install tenantry plan --tenant <name> --lifecycle removed.",
  );
}

interface Parted {
  readonly rest: RepositoryDocuments;
  readonly gone: readonly string[];
  /** Files of the sample that somebody changed. */
  readonly kept: readonly string[];
}

function withoutSample(documents: RepositoryDocuments): Parted {
  const goes = ({ source }: SourceDocument): boolean => sampleFiles[source.file] === digestOf(source.text);
  const tenants = documents.tenants.filter((tenant) => !goes(tenant));
  const others = documents.clusters.filter((cluster) => !goes(cluster));
  // A repository without a cluster cannot be built.
  const clusters = others.length === 0 ? documents.clusters : others;
  const rest = { ...documents, tenants, clusters };
  const filesOf = (all: RepositoryDocuments): readonly string[] =>
    [...all.clusters, ...all.tenants].map(({ source }) => source.file);
  const left = new Set(filesOf(rest));
  return {
    rest,
    gone: filesOf(documents).filter((file) => !left.has(file)),
    kept: [...left].filter((file) => file in sampleFiles),
  };
}

function nothingRemoved(diagnostics: Parameters<typeof printRefusal>[0], context: CommandContext): ExitCode {
  const code = printRefusal(diagnostics, "text", context);
  context.out("nothing removed: what would be left is not valid\n");
  return code;
}

function removeInput(root: string, file: string): void {
  rmSync(join(root, file));
  try {
    if (file.startsWith("clusters/")) rmdirSync(join(root, dirname(file)));
  } catch {
    // Somebody keeps something else there.
  }
}

function messagesOf(
  gone: Parted["gone"],
  kept: Parted["kept"],
  publication: Publication,
  { clusters }: RepositoryDocuments,
): string {
  const files = clusters.map(({ source }) => source.file).join(", ");
  return `${gone.map((file) => `removed ${file}\n`).join("")}${kept
    .map((file) => `kept ${file}: it is not what the sample has\n`)
    .join("")}generated files: ${publication.writes.size} written, ${publication.prunes.length} removed
next:
  1. platform/platform.yaml    your team, your repository's URL, and what is really there
  2. ${files}    versions, addresses and capacity; its folder and its metadata.name may change together
  3. npm start, and commit
`;
}
