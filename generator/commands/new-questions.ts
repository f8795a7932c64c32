import type { NewTenantAnswers } from "../edit/new-tenant.ts";
import { artifactStoreOf } from "../validate/effective.ts";
import { type ClusterEntry, type Inventory, type PlatformEntry, placeNames } from "../validate/inventory.ts";
import { withNames } from "../validate/name-placeholders.ts";
import { TenantModel } from "../validate/tenant-serving.ts";
import { Name, QuantityText, TenantName } from "../validate/terms.ts";
import { problemWith, splitWords } from "./ask.ts";
import { ownerQuestion } from "./owner-question.ts";

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
  { ...ownerQuestion("team", "Display name of the team"), concernsServing: false },
  { ...ownerQuestion("contact", "Email address of the team"), concernsServing: false },
  { ...ownerQuestion("github", "GitHub team (organisation/team)"), concernsServing: false },
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
    proposal: (known, inventory) => templatesOn(chosenClusters(known, inventory))[0],
    problem: (answer, inventory, known) =>
      unknownAnswer([answer], templatesOn(chosenClusters(known, inventory)), "server template"),
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
    proposal: ({ name = "", model = "", ...known }, inventory) => {
      const chosen = chosenClusters(known, inventory);
      const locations = [
        ...onAll(chosen.map(({ platform }) => locationsIn(platform))),
        ...locationsWithPlaceholders(inventory, chosen),
        ...locationsOn(chosen),
      ];
      const preferred = locations.find((location) => location.includes("{tenant}")) ?? locations[0];
      return preferred === undefined ? undefined : `${withNames(preferred, { tenant: name })}${model}/1`;
    },
    problem: (answer, inventory, { name = "", ...known }) =>
      problemWith(TenantModel.shape.storageUri, answer) ??
      outsideStores(chosenClusters(known, inventory), name, answer),
  },
  {
    key: "requirement",
    flag: "--requirement",
    prompt: "Server capability that the model requires",
    concernsServing: true,
    proposal: ({ template = "", ...known }, inventory) => {
      const capabilities = capabilitiesOn(chosenClusters(known, inventory), template);
      return (
        capabilities.find((capability) => capability === "sklearn") ??
        capabilities.find((capability) => capability !== template)
      );
    },
    problem: (answer, inventory, { template = "", ...known }) =>
      unknownAnswer([answer], capabilitiesOn(chosenClusters(known, inventory), template), "capability"),
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

function unknownAnswer(answers: readonly string[], known: readonly string[], noun: string): string | undefined {
  const unknown = answers.find((answer) => !known.includes(answer));
  if (unknown === undefined && answers.length > 0) return undefined;
  return `${unknown === undefined ? `missing ${noun}` : `unknown ${noun} ${unknown}`} (known: ${known.join(", ")})`;
}

/** The message if a cluster has no artifact store that serves this address to the tenant. */
function outsideStores(clusters: readonly ClusterEntry[], name: string, storageUri: string): string | undefined {
  const outside = clusters.filter(
    (cluster) => artifactStoreOf(cluster.platform, name, withNames(storageUri, placeNames(cluster))) === undefined,
  );
  if (outside.length === 0) return undefined;
  const place = outside.length === clusters.length ? "" : ` on ${outside.map((cluster) => cluster.name).join(", ")}`;
  const known = withNames(locationsOn(outside).join(", "), { tenant: name });
  return `no artifact store of ${name} contains ${storageUri}${place} (known: ${known})`;
}

/** The clusters of the answers, named or in a named group. All clusters before an answer. */
function chosenClusters(
  { clusters: named, groups = [] }: Partial<NewTenantAnswers>,
  { clusters }: Inventory,
): readonly ClusterEntry[] {
  const names = splitWords(String(named ?? ""));
  if (named === undefined && groups.length === 0) return clusters;
  return clusters.filter(
    ({ name, spec }) => names.includes(name) || spec.groups.some((group) => groups.includes(group)),
  );
}

/** The server templates that all these clusters have. */
function templatesOn(clusters: readonly ClusterEntry[]): readonly string[] {
  return onAll(clusters.map(({ platform }) => Object.keys(platform.spec.serverTemplates)));
}

/** The capabilities that a template has on all these clusters. */
function capabilitiesOn(clusters: readonly ClusterEntry[], template: string): readonly string[] {
  return onAll(clusters.map(({ platform }) => platform.spec.serverTemplates[template]?.capabilities ?? []));
}

/** The locations of artifacts of these clusters. Locations that all of them have come first. */
function locationsOn(clusters: readonly ClusterEntry[]): readonly string[] {
  const lists = clusters.map(({ platform }) => locationsIn(platform));
  return [...new Set([...onAll(lists), ...lists.flat()])];
}

/** The locations of platform.yaml that are locations of each cluster, with the names of the cluster in their placeholders. */
function locationsWithPlaceholders({ platform }: Inventory, clusters: readonly ClusterEntry[]): readonly string[] {
  return locationsIn(platform).filter((location) =>
    clusters.every((cluster) => locationsIn(cluster.platform).includes(withNames(location, placeNames(cluster)))),
  );
}

function locationsIn({ spec }: PlatformEntry): readonly string[] {
  return Object.values(spec.artifactStores).flatMap(({ locations }) => locations);
}

/** The items that all lists contain, in the order of the first list. */
function onAll([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  return first.filter((item) => others.every((list) => list.includes(item)));
}

function tenantsOf({ clusters }: Inventory): readonly string[] {
  return clusters.flatMap(({ tenants }) => tenants.map(({ name }) => String(name)));
}
