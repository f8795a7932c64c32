import { z } from "zod";
import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../../load/source.ts";
import { listText } from "../../text/listed.ts";
import type { ChartEntry } from "../addons/charts-entry.ts";
import { AccessRule, aggregatingRoles } from "../addons/cluster-access.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { findingAt } from "../inventory.ts";
import { valueAt } from "../merge.ts";

/** Cluster-wide access of a chart that the add-on's file does not declare, so that `guard` and `access` do not see it. */
export function* chartAccessFindings(
  addon: AddonEntry,
  namespace: string | undefined,
  { spec }: ChartEntry,
): Iterable<Diagnostic> {
  const { accounts, roles } = addon.spec.clusterAccess;
  for (const [account, rules] of Object.entries(spec.access)) {
    const name = `${namespace ?? ""}/${account}`;
    const all = [...rules, ...rulesOfObjects(addon, spec.clusterRoles[account] ?? [])];
    yield* undeclared(addon, ["accounts", name], all, accounts[name] ?? [], `ServiceAccount ${name}`);
  }
  for (const [index, role] of aggregatingRoles.entries()) {
    // edit includes view, and admin includes edit.
    const declared = aggregatingRoles.slice(0, index + 1).flatMap((included) => roles[included] ?? []);
    yield* undeclared(addon, ["roles", role], spec.aggregatedAccess[role] ?? [], declared, `ClusterRole ${role}`);
  }
}

/** The rules of ClusterRoles that the chart binds, and that are among the objects of the add-on's file. */
function rulesOfObjects({ spec }: AddonEntry, roles: readonly string[]): readonly AccessRule[] {
  const objects = Object.values(spec.applications).flatMap(({ objects: templates = {} }) => Object.values(templates));
  return objects.flatMap(({ object }) => {
    if (object.kind !== "ClusterRole" || !roles.includes(object.metadata.name)) return [];
    return z.array(AccessRule).safeParse(object["rules"]).data ?? [];
  });
}

function* undeclared(
  addon: AddonEntry,
  path: Path,
  rules: readonly AccessRule[],
  declared: readonly AccessRule[],
  holder: string,
): Iterable<Diagnostic> {
  const missing = [...new Set(rules.flatMap(permissionsOf).filter((permission) => !isDeclared(permission, declared)))];
  if (missing.length === 0) return;
  const known = valueAt(addon.spec.clusterAccess, path) !== undefined;
  const message = codes["addons/chart-access"].messages.undeclared(holder, listText(missing.map(textOf).sort(), 6));
  const hint = "Declare the rules of the chart's file.";
  yield findingAt(addon.at("clusterAccess", ...(known ? path : [])), "addons/chart-access", message, hint, "key");
}

/** One verb on one resource or URL. */
interface Permission {
  readonly verb: string;
  readonly group: string;
  readonly resource: string | undefined;
  readonly name: string | undefined;
  readonly url: string | undefined;
}

function permissionsOf(rule: AccessRule): readonly Permission[] {
  const names = rule.resourceNames.length === 0 ? [undefined] : rule.resourceNames;
  const on = [
    ...rule.apiGroups.flatMap((group) =>
      rule.resources.flatMap((resource) => names.map((name) => ({ group, resource, name, url: undefined }))),
    ),
    ...rule.nonResourceURLs.map((url) => ({ group: "", resource: undefined, name: undefined, url })),
  ];
  return on.flatMap((target) => rule.verbs.map((verb) => ({ verb, ...target })));
}

function isDeclared({ verb, group, resource, name, url }: Permission, rules: readonly AccessRule[]): boolean {
  return rules.some(
    ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }) =>
      includes(verbs, verb) &&
      (resource === undefined
        ? includes(nonResourceURLs, url ?? "")
        : includes(apiGroups, group) &&
          includes(resources, resource) &&
          (resourceNames.length === 0 || (name !== undefined && resourceNames.includes(name)))),
  );
}

function includes(list: readonly string[], item: string): boolean {
  return list.includes("*") || list.includes(item);
}

function textOf({ verb, group, resource, name, url }: Permission): string {
  const kind = group === "" ? resource : `${resource}.${group}`;
  return `${verb} ${url ?? kind}${name === undefined ? "" : ` ${name}`}`;
}
