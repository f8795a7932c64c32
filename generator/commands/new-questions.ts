import type { z } from "zod";
import type { NewTenantAnswers } from "../edit/new-tenant.ts";
import { artifactStoreOf } from "../validate/effective.ts";
import type { Inventory, PlatformEntry } from "../validate/inventory.ts";
import { Owner } from "../validate/owner.ts";
import { TenantModel } from "../validate/tenant-serving.ts";
import { Name, QuantityText, TenantName } from "../validate/terms.ts";

type Key = keyof NewTenantAnswers;

/** One thing that has to be known, in the order in which it is asked for. */
export interface Question {
  readonly key: Key;
  readonly flag: string;
  readonly asks: string;
  /** Whether it is about what serves, and so something that a rule may refuse. */
  readonly serves: boolean;
  /** What is taken where nothing is answered; nothing where only whoever asks can tell. */
  readonly proposal: (known: Partial<NewTenantAnswers>, inventory: Inventory) => string | undefined;
  /** What is wrong with an answer. */
  readonly wrong: (answer: string, inventory: Inventory, known: Partial<NewTenantAnswers>) => string | undefined;
}

export const questions: readonly Question[] = [
  {
    key: "name",
    flag: "<name>",
    asks: "Name of the tenant, which is its namespace",
    serves: false,
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
    serves: true,
    proposal: (_, { clusters }) => clusters.map(({ name }) => name).join(" "),
    wrong: (answer, { clusters }) =>
      among(
        splitWords(answer),
        clusters.map(({ name }) => name),
        "cluster",
      ),
  },
  {
    key: "template",
    flag: "--template",
    asks: "Server template",
    serves: true,
    proposal: (_, { platform }) => Object.keys(platform.spec.serverTemplates)[0],
    wrong: (answer, { platform }) => among([answer], Object.keys(platform.spec.serverTemplates), "server template"),
  },
  {
    key: "model",
    flag: "--model",
    asks: "Name of the first model",
    serves: true,
    proposal: ({ name }) => name,
    wrong: (answer) => against(Name, answer),
  },
  {
    key: "storageUri",
    flag: "--storage-uri",
    asks: "Where its artifact is",
    serves: true,
    proposal: ({ name = "", model = "" }, { platform }) => {
      const locations = Object.values(platform.spec.artifactStores).flatMap((store) => store.locations);
      const own = locations.find((location) => location.includes("{tenant}")) ?? locations[0];
      return own === undefined ? undefined : `${own.replace("{tenant}", name)}${model}/1`;
    },
    wrong: (answer, { platform }, { name = "" }) =>
      against(TenantModel.shape.storageUri, answer) ?? outside(platform, name, answer),
  },
  {
    key: "requirement",
    flag: "--requirement",
    asks: "What it requires of its server",
    serves: true,
    proposal: ({ template = "" }, { platform }) => {
      const capabilities = platform.spec.serverTemplates[template]?.capabilities ?? [];
      return (
        capabilities.find((capability) => capability === "sklearn") ??
        capabilities.find((capability) => capability !== template)
      );
    },
    wrong: (answer, { platform }, { template = "" }) =>
      among([answer], platform.spec.serverTemplates[template]?.capabilities ?? [], "capability"),
  },
  {
    key: "memory",
    flag: "--memory",
    asks: "Memory that it takes when loaded",
    serves: true,
    proposal: () => "128Mi",
    wrong: (answer) => against(QuantityText, answer),
  },
];

function ownerQuestion(key: "team" | "contact" | "github", asks: string): Question {
  return {
    key,
    flag: `--${key}`,
    asks,
    serves: false,
    proposal: () => undefined,
    wrong: (answer) => against(Owner.shape[key], answer),
  };
}

function against(schema: z.ZodType, answer: string): string | undefined {
  const read = schema.safeParse(answer);
  return read.success ? undefined : (read.error.issues[0]?.message ?? "this is not possible");
}

function among(answers: readonly string[], known: readonly string[], what: string): string | undefined {
  const unknown = answers.find((answer) => !known.includes(answer));
  if (unknown === undefined && answers.length > 0) return undefined;
  return `${unknown === undefined ? `name a ${what}` : `there is no ${what} ${unknown}`}: ${known.join(", ")}`;
}

/** Why the platform lets a tenant load nothing from there. */
function outside(platform: PlatformEntry, name: string, storageUri: string): string | undefined {
  if (artifactStoreOf(platform, name, storageUri) !== undefined) return undefined;
  const locations = Object.values(platform.spec.artifactStores).flatMap((store) => store.locations);
  return `no artifact store has ${storageUri} for ${name}: ${locations.join(", ").replaceAll("{tenant}", name)}`;
}

/** Names with spaces or commas between them, each once. */
export function splitWords(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((part) => part !== ""))];
}

function tenantsOf({ clusters }: Inventory): readonly string[] {
  return clusters.flatMap(({ tenants }) => tenants.map(({ name }) => String(name)));
}
