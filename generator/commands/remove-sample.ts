import { rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { sampleState } from "../gate/sample-state.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { openBase } from "../load/base.ts";
import { loadRepository, type RepositoryDocuments } from "../load/load-repository.ts";
import type { SourceDocument } from "../load/source.ts";
import { runValidated } from "../pipeline.ts";
import { applyPublication, isInterrupted } from "../publish/apply.ts";
import { type Publication, writtenFiles } from "../publish/publication.ts";
import { openStaging } from "../publish/staging.ts";
import { branchName } from "../text/branch-name.ts";
import { digestOf } from "../tools/cache.ts";
import { sampleFiles, withoutSchema } from "../validate/sample.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { printRefusal } from "./print-refusal.ts";
import { progressLine } from "./progress.ts";

export const removeSampleCommand = defineCommand<object>({
  name: "remove-sample",
  group: "platform",
  summary: "remove the sample tenants before the first deployment",
  description:
    "remove the sample tenants and the second sample cluster from this repository. Run the command once, before a cluster runs this platform",
  examples: ["remove-sample"],
  run: ({ root, context }) => removeSample(root, context),
});

/**
 * Removes the sample of this repository: its tenants, its second cluster, and the files generated from them. The main branch
 * must still be the sample, which no cluster runs. In any other repository, a tenant must be drained before it is removed.
 * @throws UsageError if the main branch is not the sample, or if no unchanged sample file is left.
 */
async function removeSample(root: string, context: CommandContext): Promise<ExitCode> {
  const documents = loadRepository(root);
  if (!documents.ok) return printRefusal(documents.diagnostics, "text", context);
  const { remaining, removed, kept } = withoutSample(documents.value);
  const inventory = validateInventory(remaining);
  // Errors can be in the files to remove, or only in the files that remain.
  const readable = inventory.ok ? inventory : validateInventory(documents.value);
  if (!readable.ok) return nothingRemoved(inventory.diagnostics, context);
  await requireSample(root, readable.value.platform.spec.repository.revision);
  if (!inventory.ok) return nothingRemoved(inventory.diagnostics, context);
  if (removed.length === 0)
    throw new UsageError(
      "missing sample files: this repository contains no unchanged sample file",
      "Remove changed sample files manually.",
    );
  const staging = await openStaging(root, context);
  if (isInterrupted(staging))
    throw new UsageError("interrupted build", "Run npx --no-install tenantry build to restore the generated files.");
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
  for (const file of removed) removeInput(root, file);
  context.out(messagesOf(removed, kept, found.result.publication, remaining));
  return 0;
}

async function requireSample(root: string, branch: string): Promise<void> {
  const base = await openBase(root, branch);
  const merged = await sampleState(base);
  if (merged === "merged") return;
  const short = branchName(branch);
  if (merged === "unknown")
    throw new UsageError(
      `missing branch ${short}: this branch shows whether the repository is still the sample`,
      `Run git fetch origin ${short}. Without a remote, commit all files unchanged to a branch ${short}.`,
    );
  throw new UsageError(
    `this repository is no longer the sample: platform/platform.yaml on ${short} names a repository that Argo CD can read`,
    "Drain each tenant before you remove it: npx --no-install tenantry plan --tenant <name> --lifecycle removed.",
  );
}

interface SampleSplit {
  readonly remaining: RepositoryDocuments;
  readonly removed: readonly string[];
  /** Sample files that were changed. */
  readonly kept: readonly string[];
}

function withoutSample(documents: RepositoryDocuments): SampleSplit {
  const isUnchanged = ({ source }: SourceDocument): boolean =>
    sampleFiles[source.file] === digestOf(withoutSchema(source.text));
  const tenants = documents.tenants.filter((tenant) => !isUnchanged(tenant));
  const others = documents.clusters.filter((cluster) => !isUnchanged(cluster));
  // A repository without a cluster cannot be built.
  const clusters = others.length === 0 ? documents.clusters : others;
  const remaining = { ...documents, tenants, clusters };
  const filesOf = (all: RepositoryDocuments): readonly string[] =>
    [...all.clusters, ...all.tenants].map(({ source }) => source.file);
  const left = new Set(filesOf(remaining));
  return {
    remaining,
    removed: filesOf(documents).filter((file) => !left.has(file)),
    kept: [...left].filter((file) => file in sampleFiles),
  };
}

function nothingRemoved(diagnostics: Parameters<typeof printRefusal>[0], context: CommandContext): ExitCode {
  const code = printRefusal(diagnostics, "text", context);
  context.out("nothing removed: the remaining files would be invalid\n");
  return code;
}

function removeInput(root: string, file: string): void {
  rmSync(join(root, file));
  try {
    if (file.startsWith("clusters/")) rmdirSync(join(root, dirname(file)));
  } catch {
    // The folder contains other files.
  }
}

function messagesOf(
  removed: SampleSplit["removed"],
  kept: SampleSplit["kept"],
  publication: Publication,
  { clusters }: RepositoryDocuments,
): string {
  const files = clusters.map(({ source }) => source.file).join(", ");
  return `${removed.map((file) => `removed ${file}\n`).join("")}${kept
    .map((file) => `kept ${file}: it differs from the sample\n`)
    .join("")}generated files: ${writtenFiles(publication).length} written, ${publication.prunes.length} removed
next:
  1. platform/platform.yaml    set your team, your repository's URL, and your platform's services
  2. ${files}    set versions, addresses and capacity. If you rename a cluster, change its folder and its metadata.name together
  3. npm start, and commit
`;
}
