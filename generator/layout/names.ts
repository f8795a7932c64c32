import type { ClusterEntry } from "../validate/inventory.ts";
import { type GeneratedPath, generatedPath } from "./paths.ts";

/**
 * Names of Applications and of their AppProjects. Dots join what has none, so that no two lists of parts make one name.
 * Argo CD's tracking annotation carries the name, and Seldon copies annotations to pods: a new name would be a rollout.
 */
export function tenantApplication(cluster: string, tenant: string, part: string): string {
  return `${cluster}.${tenant}.${part}`;
}

export function platformApplication(cluster: string, component: string): string {
  return `${cluster}.platform.${component}`;
}

export function platformProject(cluster: string): string {
  return `${cluster}.platform`;
}

export function rootApplication(cluster: string, root: "platform" | "tenants"): string {
  return `${cluster}.roots.${root}`;
}

export function rootProject(cluster: string): string {
  return `${cluster}.roots`;
}

/** What an Application's name says. */
export type ApplicationName =
  | { readonly of: "root"; readonly cluster: string; readonly root: "platform" | "tenants" }
  | { readonly of: "platform"; readonly cluster: string; readonly component: string }
  | { readonly of: "tenant"; readonly cluster: string; readonly tenant: string; readonly part: string };

/** Nothing where the name is none of ours. No cluster, tenant or part has a dot in its name, and no tenant is called so. */
export function parseApplicationName(name: string): ApplicationName | undefined {
  const [cluster = "", owner = "", last = "", ...more] = name.split(".");
  if (cluster === "" || owner === "" || last === "" || more.length > 0) return undefined;
  if (owner === "platform") return { of: "platform", cluster, component: last };
  if (owner !== "roots") return { of: "tenant", cluster, tenant: owner, part: last };
  return last === "platform" || last === "tenants" ? { of: "root", cluster, root: last } : undefined;
}

/**
 * The same in CEL, for policies in a cluster: the variables of a policy that say it of an expression that gives a name.
 * Tenant and part are empty where it is none of three words; the platform's Applications have the tenant `platform`.
 */
export function applicationNameInCEL(name: string): {
  readonly path: string;
  readonly part: string;
  readonly tenant: string;
} {
  const word = (index: number): string => `variables.path.size() == 3 ? variables.path[${index}] : ""`;
  return { path: `${name}.split(".")`, part: word(2), tenant: word(1) };
}

/** What an AppProject is for, in a word: a part of a tenant's, or the platform. */
export function purposeOf(project: string): string {
  const name = parseApplicationName(project);
  return name?.of === "tenant" ? name.part : project.slice(project.indexOf(".") + 1);
}

/** The Application that a rendered file is of. */
export function applicationOf({ cluster, tenant, folder = "" }: GeneratedPath): string {
  return tenant === undefined ? platformApplication(cluster, folder) : tenantApplication(cluster, tenant, folder);
}

/** What is rendered for one Application: its folder, and the branch that it is read from. */
export function renderedSource(
  { name, spec }: ClusterEntry,
  folder: string,
): { readonly path: string; readonly revision?: string } {
  const path = generatedPath(name, "rendered", folder);
  return spec.publish === "folder" ? { path } : { path, revision: `refs/heads/${environmentBranch(name)}` };
}

/** The branch that holds a cluster's rendered objects and nothing else. */
export function environmentBranch(cluster: string): string {
  return `environments/${cluster}`;
}
