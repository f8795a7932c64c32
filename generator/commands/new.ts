import { existsSync } from "node:fs";
import { join } from "node:path";
import { textReport } from "../diagnostics/report.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { type NewTenantAnswers, newTenant } from "../edit/new-tenant.ts";
import { generatedPath, ownerFolder } from "../layout/paths.ts";
import { tenantFile } from "../load/input-files.ts";
import { loadRepository } from "../load/load-repository.ts";
import { visible } from "../text/visible.ts";
import type { Inventory } from "../validate/inventory.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import { checkEdit } from "./check-edit.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { type Question, questions, splitWords } from "./new-questions.ts";
import { printRefusedEdit, printWarnings, replaceFile } from "./tenant-edit.ts";

export const newCommand = defineCommand<NewFlags>({
  name: "new",
  group: "engineer",
  summary: "write a tenant's first file",
  description: "write a tenant's first file, with what flags say and what it asks for",
  examples: ["new", "new churn --team Retention --github acme/retention"],
  options: (command) =>
    command
      .argument("[name]", "its name, and its namespace's")
      .option("--team <name>", "the team, for people")
      .option("--contact <mail>", "where it is reached")
      .option("--github <team>", "its GitHub team: acme/retention")
      .option("--cluster <name...>", "where it runs; everywhere where left out")
      .option("--template <name>", "the server template")
      .option("--model <name>", "the first model")
      .option("--storage-uri <address>", "where its artifact is")
      .option("--requirement <name>", "what it requires of its server")
      .option("--memory <quantity>", "what it takes when loaded"),
  run: ({ root, flags, args: [name], context }) => newTenantFile(root, name, flags, context),
});

type NewFlags = Partial<Readonly<Record<Exclude<keyof NewTenantAnswers, "name" | "clusters">, string>>> & {
  readonly cluster?: readonly string[];
};

/**
 * Writes a tenant's first file: what flags say, and what is asked for on a terminal. It passes all that `check` runs before it
 * is written, or what serves is asked for once more; and it never replaces a file.
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
  let beginning = await answered(inventory.value, name, flags, context);
  const file = tenantFile(beginning.name);
  if (existsSync(join(root, file)))
    throw new UsageError(`${file} is there already`, "npx --no-install tenantry set changes it.");
  for (;;) {
    const text = newTenant(beginning, Object.keys(platform.spec.quotaSizes), platform.spec.defaults.quotaSize);
    const applied = await checkEdit(root, documents.value, file, text, context);
    if (applied.errors.length === 0) {
      context.writing?.();
      replaceFile(join(root, file), undefined, text);
      context.out(printWarnings(applied.warnings, context) + next(file, beginning, inventory.value));
      return 0;
    }
    const { ask } = context;
    if (ask === undefined) return printRefusedEdit(applied.errors, file, "text", context);
    context.err(`\n${textReport(applied.errors, false)}Nothing is written yet. Once more, from here:\n`);
    beginning = await answeredAgain(inventory.value, beginning, ask, context);
  }
}

async function answered(
  inventory: Inventory,
  name: string | undefined,
  flags: NewFlags,
  context: CommandContext,
): Promise<NewTenantAnswers> {
  const { cluster, ...others } = flags;
  const reported: Readonly<Record<string, string | undefined>> = { name, clusters: cluster?.join(" "), ...others };
  const known: Record<string, string> = {};
  for (const question of questions) {
    const { key, flag, proposal, wrong } = question;
    const given = reported[key];
    const proposed = proposal(known as Partial<NewTenantAnswers>, inventory);
    if (given !== undefined) {
      const problem = wrong(given, inventory, known as Partial<NewTenantAnswers>);
      if (problem !== undefined) throw new UsageError(`${flag} ${visible(given)}: ${problem}`, "Nothing was written.");
      known[key] = given;
    } else if (context.ask !== undefined)
      known[key] = await asked(question, proposed, inventory, known as Partial<NewTenantAnswers>, context.ask, context);
    else if (proposed !== undefined) known[key] = proposed;
  }
  const missing = questions.filter(({ key }) => known[key] === undefined).map(({ flag }) => flag);
  if (missing.length > 0)
    throw new UsageError(
      `nobody is here to be asked for ${missing.join(", ")}`,
      "Name them, or call this on a terminal.",
    );
  return { ...(known as unknown as NewTenantAnswers), clusters: splitWords(known["clusters"] ?? "") };
}

/** What serves is asked for once more, with what was said before as the proposal; who a team is, no check has doubts about. */
async function answeredAgain(
  inventory: Inventory,
  before: NewTenantAnswers,
  ask: NonNullable<CommandContext["ask"]>,
  context: CommandContext,
): Promise<NewTenantAnswers> {
  let known = before;
  for (const question of questions.filter(({ serves }) => serves)) {
    const { key } = question;
    const reported = known[key];
    const proposed = typeof reported === "string" ? reported : reported.join(" ");
    const answer = await asked(question, proposed, inventory, known, ask, context);
    known = { ...known, [key]: key === "clusters" ? splitWords(answer) : answer };
  }
  return known;
}

async function asked(
  { asks, wrong }: Question,
  proposed: string | undefined,
  inventory: Inventory,
  known: Partial<NewTenantAnswers>,
  ask: NonNullable<CommandContext["ask"]>,
  { err }: CommandContext,
): Promise<string> {
  for (;;) {
    const line = (await ask(`${asks}${proposed === undefined ? "" : ` [${proposed}]`}: `)).trim();
    const answer = line === "" ? proposed : line;
    const problem = answer === undefined ? "this has to be known" : wrong(answer, inventory, known);
    if (answer !== undefined && problem === undefined) return answer;
    err(`  ${visible(problem ?? "")}\n`);
  }
}

function next(file: string, { name, clusters, github }: NewTenantAnswers, { platform }: Inventory): string {
  const [first = ""] = clusters;
  return `${file} is written, and valid.

What happens next:
  1. npx --no-install tenantry build
     writes what follows from it below clusters/
  2. git add ${file} clusters .github/CODEOWNERS
     commit, push, and open a pull request; on a branch of this repository CI
     does the first step for you
  3. ${platform.spec.owner.github} approves what a new tenant gets;
     from then on ${github} reviews its changes
  4. merged, Argo CD makes the namespace ${name}
     on ${clusters.join(" and ")} by itself
  5. from there to a first answer, step by step:
     ${generatedPath(first, "overlays", ownerFolder(name), "first-prediction.md")}
`;
}
