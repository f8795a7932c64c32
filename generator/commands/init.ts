import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import type { RepositoryAnswers } from "../init/answers.ts";
import { type PinnedPackage, packageToPin } from "../init/package-spec.ts";
import { newPlatform, sampleRepositoryFiles } from "../init/repository-files.ts";
import { clusterFile, platformFile } from "../load/input-files.ts";
import { printable } from "../text/printable.ts";
import { shellWord } from "../text/shell-word.ts";
import { Name } from "../validate/terms.ts";
import { problemWith, promptedAnswer, splitWords } from "./ask.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { folderInRepository, requireEmpty, requireMissing } from "./init-folder.ts";
import { initQuestions } from "./init-questions.ts";
import { type BuiltFolder, buildIn, buildNewFolder } from "./new-folder.ts";
import { printRefusal } from "./print-refusal.ts";

export const initCommand = defineCommand<InitFlags>({
  name: "init",
  group: "platform",
  summary: "create the repository of a platform",
  description:
    "create the repository of a platform from options, and prompt for missing values in a terminal. The repository uses Tenantry as a package, and contains no tenants",
  examples: ["init ml-platform", "init ml --github acme/ml --cluster paris", "init playground --from sample"],
  options: (command) =>
    command
      .argument("[folder]", "a new or empty folder (default: the current folder)")
      .option("--github <team>", "the GitHub team that owns the platform, for example acme/ml-platform")
      .option("--team <name>", "the display name of this team")
      .option("--contact <mail>", "the email address of this team")
      .option("--name <name>", "the name of the platform (default: the name of the folder)")
      .option("--repository <url>", "the URL from which Argo CD reads the repository")
      .option("--branch <name>", "the main branch (default: main)")
      .option("--cluster <name...>", "the clusters, in the order of promotion")
      .option("--kubernetes <version>", "the version of Kubernetes on the clusters, for example 1.34")
      .option("--argo-cd <version>", "the version of Argo CD, for example 3.5")
      .option("--hub <name>", "one Argo CD, with this name, for all clusters (default: one for each cluster)")
      .option("--package <tarball-or-url>", "the version of Tenantry to pin (default: the version that runs now)")
      .option("--from <example>", "begin with an example platform and its tenants: sample"),
  run: ({ flags, args: [folder = "."], context }) => init(resolve(context.cwd, folder), flags, context),
});

type Key = Exclude<keyof RepositoryAnswers, "folder" | "hub">;
type InitFlags = Partial<Readonly<Record<Exclude<Key, "clusters" | "argoCD">, string>>> & {
  readonly argoCd?: string;
  readonly hub?: string;
  readonly cluster?: readonly string[];
  readonly package?: string;
  readonly from?: string;
};

/** Creates the repository in a folder next to the target and moves it there only if all checks pass. */
async function init(target: string, flags: InitFlags, context: CommandContext): Promise<ExitCode> {
  requireEmpty(target);
  const pinned = packageToPin(flags.package, context.cwd);
  if (flags.from !== undefined && flags.from !== "sample")
    throw new UsageError(`unknown example ${printable(flags.from)}`, "Use --from sample.");
  const given = Object.keys(flags).filter((flag) => flag !== "from" && flag !== "package");
  if (flags.from !== undefined && given.length > 0)
    throw new UsageError(
      `--from cannot be combined with --${given[0]}`,
      "The sample has its own names. To begin your platform, leave out --from.",
    );
  const folder = await folderInRepository(target);
  if (folder !== undefined && flags.from !== undefined)
    throw new UsageError(
      `${target} is in a git repository, but the sample needs its own repository`,
      "Name a folder outside of git repositories.",
    );
  const answers = flags.from === undefined ? await answersOf(target, folder?.path, flags, context) : undefined;
  const platform =
    answers === undefined
      ? { inFolder: sampleRepositoryFiles(pinned.spec), inRoot: new Map<string, string>() }
      : newPlatform(answers, pinned.spec);
  if (folder !== undefined) requireMissing(folder.top, [...platform.inRoot.keys()]);
  const built = await buildNewFolder(target, withTarball(platform.inFolder, pinned), context);
  if (!built.clean) {
    printRefusal(built.diagnostics, "text", context);
    context.out("Nothing was written.\n");
    return 1;
  }
  for (const [file, text] of platform.inRoot) writeNew(join(folder?.top ?? target, file), text);
  // In a repository that other projects use, this build also writes the platform's section of CODEOWNERS.
  const placed = folder === undefined ? built : await buildIn(target, context);
  if (!placed.clean) return printRefusal(placed.diagnostics, "text", context);
  context.out(summary(target, answers, [...platform.inRoot.keys()], built, context.cwd));
  return 0;
}

function writeNew(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: "wx" });
}

function withTarball(
  texts: ReadonlyMap<string, string>,
  { tarball }: PinnedPackage,
): ReadonlyMap<string, string | Uint8Array> {
  return new Map<string, string | Uint8Array>([
    ...texts,
    ...(tarball === undefined ? [] : [[tarball.file, tarball.bytes] as const]),
  ]);
}

async function answersOf(
  target: string,
  folder: string | undefined,
  flags: InitFlags,
  context: CommandContext,
): Promise<RepositoryAnswers> {
  const { cluster, argoCd, hub, ...others } = flags;
  const given: Readonly<Record<string, string | undefined>> = {
    ...others,
    argoCD: argoCd,
    clusters: cluster?.join(" "),
  };
  const hubProblem = hub === undefined ? undefined : problemWith(Name, hub);
  if (hubProblem !== undefined)
    throw new UsageError(`--hub ${printable(hub ?? "")}: ${hubProblem}`, "Nothing was written.");
  const known: Partial<Record<Key, string>> = {};
  const invalid = new Map<Key, string>();
  for (const { key, flag, prompt, proposal, problem } of initQuestions) {
    const value = given[key];
    const proposed = proposal(key === "name" ? { ...known, name: basename(target) } : known);
    if (value !== undefined) {
      const found = problem(value);
      if (found !== undefined) throw new UsageError(`${flag} ${printable(value)}: ${found}`, "Nothing was written.");
      known[key] = value;
    } else if (context.prompt !== undefined)
      known[key] = await promptedAnswer(prompt, proposed, problem, context.prompt, context);
    else if (proposed !== undefined) {
      const found = problem(proposed);
      if (found === undefined) known[key] = proposed;
      else invalid.set(key, `${printable(proposed)}: ${found}`);
    }
  }
  const missing = initQuestions
    .filter(({ key }) => known[key] === undefined)
    .map(({ key, flag }) => (invalid.has(key) ? `${flag} (${invalid.get(key)})` : flag));
  if (missing.length > 0)
    throw new UsageError(
      `missing ${missing.join(", ")}`,
      "Set these options, or run the command in a terminal, where the command prompts for missing values.",
    );
  const { clusters = "", ...texts } = known;
  return { ...(texts as Record<Exclude<Key, "clusters">, string>), clusters: splitWords(clusters), hub, folder };
}

function summary(
  target: string,
  answers: RepositoryAnswers | undefined,
  inRoot: readonly string[],
  { files, warnings }: BuiltFolder,
  cwd: string,
): string {
  const folder = target.startsWith(`${cwd}/`) ? target.slice(cwd.length + 1) : target;
  const enter = target === cwd ? "" : `cd ${shellWord(folder)}, then `;
  const inGit = inRoot.length > 0 || existsSync(join(target, ".git"));
  const steps =
    answers === undefined
      ? [
          "npx --no-install tenantry diff, set, reach, plan, lint: try the commands on the sample",
          "npx --no-install tenantry remove-sample removes the sample's tenants and its second cluster",
        ]
      : [
          `${platformFile}: add your services, artifact stores and registries, and in administrators the groups of the engineers who may change generated objects by hand`,
          `${answers.clusters.map(clusterFile).join(", ")}: set versions, capacity, addresses, and in groups the groups that tenants select. ${warnings} addresses are placeholders, and check warns of each one`,
          `If Argo CD is installed already: set settings: adopted in ${answers.hub === undefined ? "argoCD of each cluster.yaml" : `hubs.${answers.hub} of ${platformFile}`}`,
          "npx --no-install tenantry new creates the file of the first tenant",
          `${[
            ...(answers.hub === undefined ? [] : [`platform/hubs/${answers.hub}/README.md`]),
            ...answers.clusters.map((name) => `clusters/${name}/bootstrap/README.md`),
          ].join(", ")}: follow these after the merge`,
        ];
  const all = [
    `${enter}npm install: it installs Tenantry, and writes package-lock.json`,
    inGit ? "git add and git commit for all new files" : "git init, git add . and git commit",
    ...steps,
  ];
  return `${target}: ${files} files, which pass all checks
${inRoot.map((file) => `${file}: written for GitHub, which reads it only there\n`).join("")}
Next steps:
${all.map((step, index) => `  ${index + 1}. ${step}\n`).join("")}`;
}
