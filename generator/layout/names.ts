import type { ClusterEntry } from "../validate/inventory.ts";
import { type GeneratedPath, generatedPath, type HostedPart } from "./paths.ts";

/**
 * Names of Applications and of their AppProjects. Dots join parts that contain no dots, so different parts never give the
 * same name. Argo CD's tracking annotation contains the name, and Seldon copies annotations to pods: a new name causes a
 * rollout.
 */
export function tenantApplication(cluster: string, tenant: string, part: string): string {
  return `${cluster}.${tenant}.${part}`;
}

export function platformApplication(cluster: string, component: string): string {
  return `${cluster}.platform.${component}`;
}

export function addonApplication(cluster: string, addon: string, application: string): string {
  return `${addonProject(cluster, addon)}.${application}`;
}

/** With three parts, it differs from every tenant's and from the platform's own. */
export function addonProject(cluster: string, addon: string): string {
  return `${cluster}.platform.${addon}`;
}

/** The AppProject of a part that all tenants have in the namespaces of add-ons. */
export function hostedProject(cluster: string, part: HostedPart): string {
  return `${cluster}.${part}`;
}

export function platformProject(cluster: string): string {
  return `${cluster}.platform`;
}

/** The root Applications of a cluster, by what their Applications belong to. */
const roots = ["platform", "addons", "tenants"] as const;
export type Root = (typeof roots)[number];

/** The roots that a cluster needs: without add-ons, there is no folder for the root of the add-ons to read. */
export function rootsOf({ addons }: Pick<ClusterEntry, "addons">): readonly Root[] {
  return roots.filter((name) => name !== "addons" || addons.length > 0);
}

export function rootApplication(cluster: string, root: Root): string {
  return `${cluster}.roots.${root}`;
}

export function rootProject(cluster: string): string {
  return `${cluster}.roots`;
}

/** The AppProject that the root Application of the tenants contains also without a tenant. */
export function tenantsPlaceholder(cluster: string): string {
  return `${cluster}.tenants`;
}

/**
 * The Application and the AppProject of a hub, which contain the roots of its clusters. With one dot, the name differs from
 * the names of clusters' Applications and AppProjects, also if a cluster has the name of the hub.
 */
export function hubApplication(hub: string): string {
  return `${hub}.hub`;
}

/** The parts of an Application's name. */
export type ApplicationName =
  | { readonly of: "hub"; readonly hub: string }
  | { readonly of: "root"; readonly cluster: string; readonly root: Root }
  | { readonly of: "addon"; readonly cluster: string; readonly addon: string; readonly application: string }
  | { readonly of: "platform"; readonly cluster: string; readonly component: string }
  | { readonly of: "tenant"; readonly cluster: string; readonly tenant: string; readonly part: string };

/**
 * Undefined for a name that Tenantry does not generate. Names of clusters, tenants and parts contain no dots, and no
 * tenant is named `platform` or `roots`.
 */
export function parseApplicationName(name: string): ApplicationName | undefined {
  const [cluster = "", owner = "", last = "", ...more] = name.split(".");
  if (cluster !== "" && name === hubApplication(cluster)) return { of: "hub", hub: cluster };
  if (cluster === "" || owner === "" || last === "") return undefined;
  const [application = "", ...rest] = more;
  if (owner === "platform" && application !== "" && rest.length === 0)
    return { of: "addon", cluster, addon: last, application };
  if (more.length > 0) return undefined;
  if (owner === "platform") return { of: "platform", cluster, component: last };
  if (owner !== "roots") return { of: "tenant", cluster, tenant: owner, part: last };
  const root = roots.find((known) => known === last);
  return root === undefined ? undefined : { of: "root", cluster, root };
}

/**
 * The same in CEL, for admission policies: the variables of a policy that parse the name that an expression gives. Tenant
 * and part are empty if the name does not have three parts. The platform's Applications have the tenant `platform`.
 */
export function applicationNameInCEL(name: string): {
  readonly path: string;
  readonly part: string;
  readonly tenant: string;
} {
  const word = (index: number): string => `variables.path.size() == 3 ? variables.path[${index}] : ""`;
  return { path: `${name}.split(".")`, part: word(2), tenant: word(1) };
}

/** The purpose of an AppProject in one word: a part of a tenant, or the platform. */
export function purposeOf(project: string): string {
  const name = parseApplicationName(project);
  return name?.of === "tenant" ? name.part : project.slice(project.indexOf(".") + 1);
}

/** The Application that syncs a rendered file. */
export function applicationOf({ cluster, tenant, addon, folder = "" }: GeneratedPath): string {
  if (addon !== undefined) return addonApplication(cluster, addon, folder);
  return tenant === undefined ? platformApplication(cluster, folder) : tenantApplication(cluster, tenant, folder);
}

/** The rendered folder of one Application, and the branch that Argo CD reads it from. */
export function renderedSource(
  { name, spec }: ClusterEntry,
  folder: string,
): { readonly path: string; readonly revision?: string } {
  const path = generatedPath(name, "rendered", folder);
  return spec.publish === "folder" ? { path } : { path, revision: `refs/heads/${environmentBranch(name)}` };
}

/** The branch that contains only the rendered objects of a cluster. */
export function environmentBranch(cluster: string): string {
  return `environments/${cluster}`;
}
