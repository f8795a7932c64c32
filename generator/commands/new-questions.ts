import type { NewTenantAnswers } from "../edit/new-tenant.ts";
import { artifactStoreOf } from "../validate/effective.ts";
import type { Inventory, PlatformEntry } from "../validate/inventory.ts";
import { Owner } from "../validate/owner.ts";
import { TenantModel } from "../validate/tenant-serving.ts";
import { Name, QuantityText, TenantName } from "../validate/terms.ts";
import { problemWith, splitWords } from "./ask.ts";

type Key = Exclude<keyof NewTenantAnswers, "groups">;

/** A value that `new` needs. The list has the order in which `new` prompts for them. */
export interface Question {
  readonly key: Key;
  readonly flag: string;
  readonly prompt: string;
  /** Whether the value concerns models and Servers, so that a rule can reject it. */
  readonly concernsServing: boolean;
  /** The default answer. Undefined if only the user can know the value. */
  readonly proposal: (known: Partial<NewTenantAnswers>, inventory: Inventory) => string | undefined;
  /** The problem with an answer. Undefined if the answer is valid. */
  readonly problem: (answer: string, inventory: Inventory, known: Partial<NewTenantAnswers>) => string | undefined;
}

export const questions: readonly Question[] = [
  {
    key: "name",
    flag: "<name>",
    prompt: "Name of the tenant and its namespace",
    concernsServing: false,
    proposal: () => undefined,
    problem: (answer, inventory) =>
      tenantsOf(inventory).includes(answer) ? `tenant ${answer} already exists` : problemWith(TenantName, answer),
  },
  ownerQuestion("team", "Display name of the team"),
  ownerQuestion("contact", "Email address of the team"),
  ownerQuestion("github", "GitHub team (organisation/team)"),
  {
    key: "clusters",
    flag: "--cluster",
    prompt: "Clusters, separated by spaces",
    concernsServing: true,
    proposal: (_, { clusters }) => clusters.map(({ name }) => name).join(" "),
    problem: (answer, { clusters }) =>
      unknownAnswer(
        splitWords(answer),
        clusters.map(({ name }) => name),
        "cluster",
      ),
  },
  {
    key: "template",
    flag: "--template",
    prompt: "Server template",
    concernsServing: true,
    proposal: (_, { platform }) => Object.keys(platform.spec.serverTemplates)[0],
    problem: (answer, { platform }) =>
      unknownAnswer([answer], Object.keys(platform.spec.serverTemplates), "server template"),
  },
  {
    key: "model",
    flag: "--model",
    prompt: "Name of the first model",
    concernsServing: true,
    proposal: ({ name }) => name,
    problem: (answer) => problemWith(Name, answer),
  },
  {
    key: "storageUri",
    flag: "--storage-uri",
    prompt: "Storage URI of the model's artifact",
    concernsServing: true,
    proposal: ({ name = "", model = "" }, { platform }) => {
      const locations = Object.values(platform.spec.artifactStores).flatMap((store) => store.locations);
      const preferred = locations.find((location) => location.includes("{tenant}")) ?? locations[0];
      return preferred === undefined ? undefined : `${preferred.replace("{tenant}", name)}${model}/1`;
    },
    problem: (answer, { platform }, { name = "" }) =>
      problemWith(TenantModel.shape.storageUri, answer) ?? outsideStores(platform, name, answer),
  },
  {
    key: "requirement",
    flag: "--requirement",
    prompt: "Server capability that the model requires",
    concernsServing: true,
    proposal: ({ template = "" }, { platform }) => {
      const capabilities = platform.spec.serverTemplates[template]?.capabilities ?? [];
      return (
        capabilities.find((capability) => capability === "sklearn") ??
        capabilities.find((capability) => capability !== template)
      );
    },
    problem: (answer, { platform }, { template = "" }) =>
      unknownAnswer([answer], platform.spec.serverTemplates[template]?.capabilities ?? [], "capability"),
  },
  {
    key: "memory",
    flag: "--memory",
    prompt: "Memory that the loaded model needs",
    concernsServing: true,
    proposal: () => "128Mi",
    problem: (answer) => problemWith(QuantityText, answer),
  },
];

function ownerQuestion(key: "team" | "contact" | "github", asks: string): Question {
  return {
    key,
    flag: `--${key}`,
    prompt: asks,
    concernsServing: false,
    proposal: () => undefined,
    problem: (answer) => problemWith(Owner.shape[key], answer),
  };
}

function unknownAnswer(answers: readonly string[], known: readonly string[], noun: string): string | undefined {
  const unknown = answers.find((answer) => !known.includes(answer));
  if (unknown === undefined && answers.length > 0) return undefined;
  return `${unknown === undefined ? `missing ${noun}` : `unknown ${noun} ${unknown}`} (known: ${known.join(", ")})`;
}

/** The message if no artifact store of the platform serves this address to the tenant. */
function outsideStores(platform: PlatformEntry, name: string, storageUri: string): string | undefined {
  if (artifactStoreOf(platform, name, storageUri) !== undefined) return undefined;
  const locations = Object.values(platform.spec.artifactStores).flatMap((store) => store.locations);
  return `no artifact store of ${name} contains ${storageUri} (known: ${locations.join(", ").replaceAll("{tenant}", name)})`;
}

function tenantsOf({ clusters }: Inventory): readonly string[] {
  return clusters.flatMap(({ tenants }) => tenants.map(({ name }) => String(name)));
}
