import { existsSync } from "node:fs";
import { join } from "node:path";
import { textReport } from "../diagnostics/report.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { type NewTenantAnswers, newTenant } from "../edit/new-tenant.ts";
import { codeOwnersPathspec, generatedPath, ownerFolder } from "../layout/paths.ts";
import { tenantFile } from "../load/input-files.ts";
import { loadRepository } from "../load/load-repository.ts";
import { suggestion } from "../text/nearest.ts";
import { printable } from "../text/printable.ts";
import type { Inventory } from "../validate/inventory.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import { promptedAnswer, splitWords } from "./ask.ts";
import { checkEdit } from "./check-edit.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { questions } from "./new-questions.ts";
import { printRefusedEdit, printWarnings, replaceFile } from "./tenant-edit.ts";

export const newCommand = defineCommand<NewFlags>({
  name: "new",
  group: "engineer",
  summary: "create the file of a new tenant",
  description: "create the file of a new tenant from options, and prompt for missing values in a terminal",
  examples: ["new", "new pricing --team Pricing --github acme/pricing"],
  options: (command) =>
    command
      .argument("[name]", "the name of the tenant and its namespace")
      .option("--team <name>", "the display name of the team")
      .option("--contact <mail>", "the email address of the team")
      .option("--github <team>", "the GitHub team, for example acme/retention")
      .option("--cluster <name...>", "the clusters that the tenant runs on (default: all, or none with --group)")
      .option("--group <name...>", "the groups of clusters that the tenant runs on")
      .option("--template <name>", "the server template")
      .option("--model <name>", "the name of the first model")
      .option("--storage-uri <address>", "the storage URI of the model's artifact")
      .option("--requirement <name>", "the server capability that the model requires")
      .option("--memory <quantity>", "the memory that the loaded model needs"),
  run: ({ root, flags, args: [name], context }) => newTenantFile(root, name, flags, context),
});

type NewFlags = Partial<Readonly<Record<Exclude<keyof NewTenantAnswers, "name" | "clusters" | "groups">, string>>> & {
  readonly cluster?: readonly string[];
  readonly group?: readonly string[];
};

/**
 * Creates the file of a new tenant from flags and, on a terminal, from answers. The file is written only if it passes all
 * checks of `check`. Otherwise `new` prompts for models and Servers again. It never replaces a file.
 */
async function newTenantFile(
  root: string,
  name: string | undefined,
  flags: NewFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const documents = loadRepository(root);
  if (!documents.ok) return printRefusedEdit(documents.diagnostics, undefined, "text", context);
  const inventory = validateInventory(documents.value);
  if (!inventory.ok) return printRefusedEdit(inventory.diagnostics, undefined, "text", context);
  const { platform } = inventory.value;
  let answers = await firstAnswers(inventory.value, name, flags, context);
  const file = tenantFile(answers.name);
  if (existsSync(join(root, file)))
    throw new UsageError(`${file} already exists`, "Change the file with npx --no-install tenantry set.");
  for (;;) {
    const text = newTenant(answers, Object.keys(platform.spec.quotaSizes), platform.spec.defaults.quotaSize);
    const applied = await checkEdit(root, documents.value, file, text, context);
    if (applied.errors.length === 0) {
      context.writing?.();
      replaceFile(join(root, file), undefined, text);
      context.out(
        printWarnings(applied.warnings, context) + nextSteps(file, answers, applied.inventory ?? inventory.value),
      );
      return 0;
    }
    const { prompt: ask } = context;
    if (ask === undefined) return printRefusedEdit(applied.errors, file, "text", context);
    context.err(`\n${textReport(applied.errors, false)}No file is written yet. Answer these questions again:\n`);
    answers = await repeatedAnswers(inventory.value, answers, ask, context);
  }
}

async function firstAnswers(
  inventory: Inventory,
  name: string | undefined,
  flags: NewFlags,
  context: CommandContext,
): Promise<NewTenantAnswers> {
  const { cluster, group, ...others } = flags;
  const groups = knownGroups(group ?? [], inventory);
  const flagValues: Readonly<Record<string, string | undefined>> = { name, clusters: cluster?.join(" "), ...others };
  // With a group, the tenant needs no cluster by name.
  const asked = questions.filter(({ key }) => key !== "clusters" || cluster !== undefined || groups.length === 0);
  const known: Record<string, string> = {};
  const answers = (): Partial<NewTenantAnswers> => ({ ...known, groups }) as Partial<NewTenantAnswers>;
  for (const question of asked) {
    const { key, flag, proposal, problem: wrong } = question;
    const given = flagValues[key];
    const proposed = proposal(answers(), inventory);
    if (given !== undefined) {
      const problem = wrong(given, inventory, answers());
      if (problem !== undefined)
        throw new UsageError(`${flag} ${printable(given)}: ${problem}`, "Nothing was written.");
      known[key] = given;
    } else if (context.prompt !== undefined)
      known[key] = await promptedAnswer(
        question.prompt,
        proposed,
        (answer) => wrong(answer, inventory, answers()),
        context.prompt,
        context,
      );
    else if (proposed !== undefined) known[key] = proposed;
  }
  const missing = asked.filter(({ key }) => known[key] === undefined).map(({ flag }) => flag);
  if (missing.length > 0)
    throw new UsageError(
      `missing ${missing.join(", ")}`,
      "Set these options, or run the command in a terminal, where the command prompts for missing values.",
    );
  return { ...(known as unknown as NewTenantAnswers), clusters: splitWords(known["clusters"] ?? ""), groups };
}

/** @throws UsageError if no cluster belongs to one of the groups. */
function knownGroups(flags: readonly string[], { clusters }: Inventory): readonly string[] {
  const known = [...new Set(clusters.flatMap(({ spec }) => spec.groups))];
  const groups = splitWords(flags.join(" "));
  const unknown = groups.find((group) => !known.includes(group));
  if (unknown !== undefined)
    throw new UsageError(`unknown cluster group ${printable(unknown)}`, suggestion(unknown, known));
  return groups;
}

/** Prompts for models and Servers again, with the earlier answers as defaults. No check rejects the name or the owner. */
async function repeatedAnswers(
  inventory: Inventory,
  before: NewTenantAnswers,
  ask: NonNullable<CommandContext["prompt"]>,
  context: CommandContext,
): Promise<NewTenantAnswers> {
  let known = before;
  const again = questions.filter(
    ({ key, concernsServing: serves }) => serves && (key !== "clusters" || before.groups.length === 0),
  );
  for (const question of again) {
    const { key } = question;
    const earlier = known[key];
    const proposed = typeof earlier === "string" ? earlier : earlier.join(" ");
    const current = known;
    const answer = await promptedAnswer(
      question.prompt,
      proposed,
      (typed) => question.problem(typed, inventory, current),
      ask,
      context,
    );
    known = { ...known, [key]: key === "clusters" ? splitWords(answer) : answer };
  }
  return known;
}

function nextSteps(file: string, answers: NewTenantAnswers, { platform, clusters: all }: Inventory): string {
  const { name, github, groups } = answers;
  const placed = all.filter(({ tenants }) => tenants.some((tenant) => tenant.name === name));
  const clusters = groups.length === 0 ? answers.clusters : placed.map((cluster) => cluster.name);
  const [first = ""] = clusters;
  return `${file} is written and valid.

Next steps:
  1. npx --no-install tenantry build
     This writes the generated files below clusters/.
  2. git add ${file} clusters ${codeOwnersPathspec(platform.spec.repository.path)}
     Commit, push, and open a pull request. On a branch of this repository,
     CI runs step 1 for you.
  3. ${platform.spec.owner.github} approves what the new tenant gets.
     From then on, ${github} reviews its changes.
  4. After the merge, Argo CD creates the namespace ${name}
     on ${clusters.join(" and ")} automatically.
  5. For the first prediction, follow the steps in
     ${generatedPath(first, "overlays", ownerFolder(name), "first-prediction.md")}
`;
}
