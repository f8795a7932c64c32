import { sep } from "node:path";

/** The name of the package, and of the program in it. */
export const packageName = "tenantry";

/** The folder of the package in a repository that uses it, with a slash at its end. */
export const packageFolder = `node_modules/${packageName}/`;

/** The folder of the running program's files in a repository: empty in a checkout of Tenantry. */
export const programFolder = import.meta.dirname.split(sep).includes("node_modules") ? packageFolder : "";

/** A page of the documentation, as a path from the repository's folder. */
export function docsPage(page: string): string {
  return `${programFolder}generator/docs/${page}`;
}
