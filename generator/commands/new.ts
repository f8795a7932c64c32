import { existsSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { UsageError } from "../diagnostics/usage-error.ts";
import { visible } from "../diagnostics/visible.ts";
import { type Beginning, newTenant } from "../edit/new-tenant.ts";
import { loadRepository } from "../load/load-repository.ts";
import { artifactStoreOf } from "../validate/effective.ts";
import type { Inventory, PlatformEntry } from "../validate/inventory.ts";
import { Owner } from "../validate/owner.ts";
import { Model } from "../validate/tenant-serving.ts";
import { Name, Quantity, TenantName } from "../validate/terms.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import type { Context, ExitCode } from "./context.ts";
import { refused } from "./inventory.ts";
import { fileOf, inventoryWith, replaceFile } from "./tenant-edit.ts";

export type NewFlags = Partial<Readonly<Record<Exclude<keyof Beginning, "name" | "clusters">, string>>> & {
  readonly cluster?: readonly string[];
};

type Key = keyof Beginning;

/** One thing that has to be known, in the order in which it is asked for. */
interface Question {
  readonly key: Key;
  readonly flag: string;
  readonly asks: string;
  /** What is taken where nothing is answered; nothing where only whoever asks can tell. */
  readonly proposal: (known: Partial<Beginning>, inventory: Inventory) => string | undefined;
  /** What is wrong with an answer. */
  readonly wrong: (answer: string, inventory: Inventory, known: Partial<Beginning>) => string | undefined;
}

const questions: readonly Question[] = [
  {
    key: "name",
    flag: "<name>",
    asks: "Name of the tenant, which is its namespace",
    proposal: () => undefined,
    wrong: (answer, inventory) =>
      tenantsOf(inventory).includes(answer) ? `there is a tenant ${answer} already` : against(TenantName, answer),
  },
  ownerQuestion("team", "Name of the team, for people"),
  ownerQuestion("contact", "Where the team is reached, by mail"),
  ownerQuestion("github", "Its GitHub team, organisation/team"),
  {
    key: "clusters",
    flag: "--cluster",
    asks: "Clusters, with spaces between them",
    proposal: (_, { clusters }) => clusters.map(({ name }) => name).join(" "),
    wrong: (answer, { clusters }) =>
      among(
        words(answer),
        clusters.map(({ name }) => name),
        "cluster",
      ),
  },
  {
    key: "template",
    flag: "--template",
    asks: "Server template",
    proposal: (_, { platform }) => Object.keys(platform.spec.serverTemplates)[0],
    wrong: (answer, { platform }) => among([answer], Object.keys(platform.spec.serverTemplates), "server template"),
  },
  {
    key: "model",
    flag: "--model",
    asks: "Name of the first model",
    proposal: ({ name }) => name,
    wrong: (answer) => against(Name, answer),
  },
  {
    key: "storageUri",
    flag: "--storage-uri",
    asks: "Where its artifact is",
    proposal: ({ name = "", model = "" }, { platform }) => {
      const locations = Object.values(platform.spec.artifactStores).flatMap((store) => store.locations);
      const own = locations.find((one) => one.includes("{tenant}")) ?? locations[0];
      return own === undefined ? undefined : `${own.replace("{tenant}", name)}${model}/1`;
    },
    wrong: (answer, { platform }, { name = "" }) =>
      against(Model.shape.storageUri, answer) ?? outside(platform, name, answer),
  },
  {
    key: "requirement",
    flag: "--requirement",
    asks: "What it requires of its server",
    proposal: ({ template = "" }, { platform }) => {
      const capabilities = platform.spec.serverTemplates[template]?.capabilities ?? [];
      return capabilities.find((one) => one === "sklearn") ?? capabilities.find((one) => one !== template);
    },
    wrong: (answer, { platform }, { template = "" }) =>
      among([answer], platform.spec.serverTemplates[template]?.capabilities ?? [], "capability"),
  },
  {
    key: "memory",
    flag: "--memory",
    asks: "Memory that it takes when loaded",
    proposal: () => "128Mi",
    wrong: (answer) => against(Quantity, answer),
  },
];

/**
 * Writes a tenant's first file: what flags say, and what is asked for on a terminal. It is held against everything else
 * before it is written, and never replaces one.
 */
export async function newTenantFile(
  root: string,
  name: string | undefined,
  flags: NewFlags,
  context: Context,
): Promise<ExitCode> {
  const documents = loadRepository(root);
  if (!documents.ok) return refused(documents.diagnostics, "text", context);
  const inventory = validateInventory(documents.value);
  if (!inventory.ok) return refused(inventory.diagnostics, "text", context);
  const { platform } = inventory.value;
  const beginning = await answered(inventory.value, name, flags, context);
  const file = fileOf(beginning.name);
  if (existsSync(join(root, file))) throw new UsageError(`${file} is there already`, "npx tenantry set changes it.");
  const text = newTenant(beginning, Object.keys(platform.spec.quotaSizes), platform.spec.defaults.quotaSize);
  const checked = inventoryWith(documents.value, file, text);
  if (!checked.ok) return refused(checked.diagnostics, "text", context);
  replaceFile(join(root, file), undefined, text);
  context.out(next(file, beginning, inventory.value));
  return 0;
}

async function answered(
  inventory: Inventory,
  name: string | undefined,
  flags: NewFlags,
  context: Context,
): Promise<Beginning> {
  const { cluster, ...others } = flags;
  const said: Readonly<Record<string, string | undefined>> = { name, clusters: cluster?.join(" "), ...others };
  const known: Record<string, string> = {};
  for (const question of questions) {
    const { key, flag, proposal, wrong } = question;
    const given = said[key];
    const proposed = proposal(known as Partial<Beginning>, inventory);
    if (given !== undefined) {
      const problem = wrong(given, inventory, known as Partial<Beginning>);
      if (problem !== undefined) throw new UsageError(`${flag} ${visible(given)}: ${problem}`, "Nothing was written.");
      known[key] = given;
    } else if (context.ask !== undefined)
      known[key] = await asked(question, proposed, inventory, known as Partial<Beginning>, context.ask, context);
    else if (proposed !== undefined) known[key] = proposed;
  }
  const missing = questions.filter(({ key }) => known[key] === undefined).map(({ flag }) => flag);
  if (missing.length > 0)
    throw new UsageError(
      `nobody is here to be asked for ${missing.join(", ")}`,
      "Name them, or call this on a terminal.",
    );
  return { ...(known as unknown as Beginning), clusters: words(known["clusters"] ?? "") };
}

async function asked(
  { asks, wrong }: Question,
  proposed: string | undefined,
  inventory: Inventory,
  known: Partial<Beginning>,
  ask: NonNullable<Context["ask"]>,
  { err }: Context,
): Promise<string> {
  for (;;) {
    const line = (await ask(`${asks}${proposed === undefined ? "" : ` [${proposed}]`}: `)).trim();
    const answer = line === "" ? proposed : line;
    const problem = answer === undefined ? "this has to be known" : wrong(answer, inventory, known);
    if (answer !== undefined && problem === undefined) return answer;
    err(`  ${visible(problem ?? "")}\n`);
  }
}

function ownerQuestion(key: "team" | "contact" | "github", asks: string): Question {
  return {
    key,
    flag: `--${key}`,
    asks,
    proposal: () => undefined,
    wrong: (answer) => against(Owner.shape[key], answer),
  };
}

function against(schema: z.ZodType, answer: string): string | undefined {
  const read = schema.safeParse(answer);
  return read.success ? undefined : (read.error.issues[0]?.message ?? "this is not possible");
}

function among(answers: readonly string[], known: readonly string[], what: string): string | undefined {
  const unknown = answers.find((one) => !known.includes(one));
  if (unknown === undefined && answers.length > 0) return undefined;
  return `${unknown === undefined ? `name a ${what}` : `there is no ${what} ${unknown}`}: ${known.join(", ")}`;
}

/** Why the platform lets a tenant load nothing from there. */
function outside(platform: PlatformEntry, name: string, storageUri: string): string | undefined {
  if (artifactStoreOf(platform, name, storageUri) !== undefined) return undefined;
  const locations = Object.values(platform.spec.artifactStores).flatMap((store) => store.locations);
  return `no artifact store has ${storageUri} for ${name}: ${locations.join(", ").replaceAll("{tenant}", name)}`;
}

function words(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((one) => one !== ""))];
}

function tenantsOf({ clusters }: Inventory): readonly string[] {
  return clusters.flatMap(({ tenants }) => tenants.map(({ name }) => String(name)));
}

function next(file: string, { name, clusters, github }: Beginning, { platform }: Inventory): string {
  const [first = ""] = clusters;
  return `${file} is written, and valid.

What happens next:
  1. npx tenantry build            writes what follows from it below clusters/
  2. git add ${file} clusters .github/CODEOWNERS, commit, push, and open a pull request;
     on a branch of this repository CI does the first step for you
  3. ${platform.spec.owner.github} approves what a new tenant gets; from then on ${github} reviews its changes
  4. merged, Argo CD makes the namespace ${name} on ${clusters.join(" and ")} by itself
  5. clusters/${first}/overlays/tenants/${name}/first-prediction.md leads to a first answer, step by step
`;
}
