import type { AddonSpec } from "../validate/addons/addon.ts";
import { guardrailsPart, runtimePart, secretsPart, tokensPart } from "../validate/addons/application.ts";
import { tenantsStage } from "../validate/addons/retire.ts";
import { objectShares } from "../validate/addons/tenant-object.ts";
import { generatedPath, hostedFolder } from "./paths.ts";

/**
 * Names of files that show which parts of an add-on a tree contains. Checks of a merged tree or of the disk read only these
 * names.
 */

/** The folder of the Applications of all add-ons, with a folder for each add-on. */
export function addonApplications(cluster: string, ...addon: readonly string[]): string {
  return generatedPath(cluster, "applications", "addons", ...addon);
}

/** The folder of the rendered shares of all tenants, with a folder for each tenant. */
export function renderedShares(cluster: string, ...tenant: readonly string[]): string {
  return generatedPath(cluster, "rendered", hostedFolder("shares"), ...tenant);
}

/**
 * The part of an add-on that the file of an Application belongs to. The objects for a shared runtime are objects of tenants.
 * Undefined for a project, and for the generated Applications that leave last.
 */
export function retirablePart(file: string): string | undefined {
  const name = /^application-(.+)[.]yaml$/.exec(file)?.[1];
  if (name === runtimePart) return tenantsStage;
  return name !== undefined && staysLast.has(name) ? undefined : name;
}

const staysLast: ReadonlySet<string> = new Set([guardrailsPart, secretsPart, tokensPart]);

/** Whether a file contains an object that the add-on gives to a tenant. */
export function isShareOf(spec: Pick<AddonSpec, "perTenant">, file: string): boolean {
  return objectShares(spec).some(([, { object }]) => {
    const kind = object.kind.toLowerCase();
    return file.startsWith(`${kind}-`) || file.startsWith(`${kind}.`);
  });
}
