import { isDeepStrictEqual } from "node:util";

import { Authority } from "../evaluate/access/authority.ts";
import { aggregationLabel } from "../evaluate/access/built-in-roles.ts";
import { argoCDRolesOf } from "../evaluate/access/effective-access.ts";
import { type RoleRule, roleRulesOf } from "../evaluate/access/policy-rule.ts";
import { identityOf, subjectName } from "../evaluate/access/subject.ts";
import { purposeOf } from "../layout/names.ts";
import { accessFileName, addonOverlays, generatedPath, ownerFolder } from "../layout/paths.ts";
import { memoize, memoizeByName } from "../load/memoize.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { readObjects } from "../models/read-object.ts";
import { type Change, describeRef } from "../plan/change.ts";
import type { Tree } from "../publish/tree.ts";
import { listText } from "../text/listed.ts";
import { aggregatingRoles } from "../validate/addons/cluster-access.ts";
import { type RawMap, valueAt } from "../validate/merge.ts";
import { type DesiredState, renderedObjects } from "./desired-state.ts";
import type { Statement } from "./statement.ts";

const roleKinds = ["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"];

/** Subjects that gain or lose permissions: in Kubernetes by Roles and bindings, in Argo CD by the roles of projects. */
export function accessStatements(
  before: DesiredState,
  after: DesiredState,
  changes: readonly Change[],
): readonly Statement[] {
  const touching = changes.filter(({ ref }) => [...roleKinds, "AppProject"].includes(ref.kind));
  const byCluster = Map.groupBy(touching, ({ cluster }) => cluster);
  const names = new Set([...byCluster.keys(), ...after.inventory.clusters.map(({ name }) => String(name))]);
  return [...names].flatMap((cluster) => {
    const own = byCluster.get(cluster) ?? [];
    const [addonsBefore, addonsAfter] = [before, after].map((side) => addonAccessIn(side, cluster));
    const addons = !isDeepStrictEqual(addonsBefore, addonsAfter);
    if (own.length === 0 && !addons) return [];
    // A ClusterRole may be bound in any namespace, and an add-on can add rules to the roles of Kubernetes.
    const everywhere = addons || own.some(({ ref }) => ref.kind.startsWith("ClusterRole"));
    const tenants = everywhere ? allTenants(cluster, before, after) : new Set(own.map(({ tenant }) => tenant));
    return [
      ...own.flatMap((change) => unknownRoleStatement(change, after)),
      ...[...tenants].flatMap((tenant) => statementsOf(cluster, tenant, before, after)),
    ];
  });
}

/** A binding to a role that is not rendered grants the permissions of that role on the cluster. */
function unknownRoleStatement(change: Change, after: DesiredState): readonly Statement[] {
  const { cluster, tenant, ref, before: old, after: fresh } = change;
  if (!ref.kind.endsWith("RoleBinding") || fresh === undefined) return [];
  const [kind, name] = [valueAt(fresh, ["roleRef", "kind"]), valueAt(fresh, ["roleRef", "name"])];
  const known = [tenant, undefined]
    .flatMap((owner) => renderedObjects(after, cluster, owner, ["Role", "ClusterRole"]))
    .some((role) => role.kind === kind && role.metadata?.name === name);
  const bound = (data: RawMap | undefined): unknown => [valueAt(data, ["roleRef"]), valueAt(data, ["subjects"])];
  if (known || isDeepStrictEqual(bound(old), bound(fresh))) return [];
  return [
    {
      topic: "access",
      risk: "high",
      cluster,
      tenant,
      about: describeRef(ref),
      message: `binds ${String(kind)} ${String(name)}, whose permissions are unknown: git does not contain the role`,
      widens: true,
    },
  ];
}

function allTenants(cluster: string, ...sides: readonly DesiredState[]): ReadonlySet<string | undefined> {
  const entries = sides.flatMap(({ inventory }) => inventory.clusters.filter(({ name }) => name === cluster));
  return new Set([undefined, ...entries.flatMap(({ tenants }) => tenants.map(({ name }) => name))]);
}

function statementsOf(
  cluster: string,
  tenant: string | undefined,
  before: DesiredState,
  after: DesiredState,
): readonly Statement[] {
  const [old, fresh] = [before, after].map((side) => accessIn(side, cluster, tenant)) as [Powers, Powers];
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((who) => {
    const [was, is] = [old.get(who), fresh.get(who)].map((atoms) => atoms ?? new Set<string>()) as [
      ReadonlySet<string>,
      ReadonlySet<string>,
    ];
    const gained = [...is].filter((candidate) => !was.has(candidate));
    const lost = [...was].filter((candidate) => !is.has(candidate));
    const about = `${who}${tenant === undefined ? "" : ` in ${tenant}`}`;
    const statement = (message: string, risk: Statement["risk"]): Statement => ({
      topic: "access",
      risk,
      cluster,
      tenant,
      about,
      message,
    });
    return [
      ...(gained.length === 0
        ? []
        : [
            {
              ...statement(`gains: ${describePermissions(gained)}`, "high"),
              widens: true as const,
              headline: `gives ${who} more permissions${tenant === undefined ? "" : ` in ${tenant}`}`,
            },
          ]),
      ...(lost.length === 0 ? [] : [statement(`loses: ${describePermissions(lost)}`, "medium")]),
    ];
  });
}

/** The permissions of each subject, as `verb resource.group`. */
type Powers = ReadonlyMap<string, ReadonlySet<string>>;

function accessIn(side: DesiredState, cluster: string, tenant: string | undefined): Powers {
  const own = renderedObjects(side, cluster, tenant, roleKinds);
  const shared = tenant === undefined ? [] : renderedObjects(side, cluster, undefined, ["ClusterRole"]);
  const ofAddons = addonAccessIn(side, cluster).filter(({ kind }) => tenant === undefined || kind === "ClusterRole");
  const authority = new Authority([...own, ...shared, ...ofAddons]);
  const powers = new Map<string, Set<string>>();
  const give = (who: string, what: string): void => {
    const known = powers.get(who) ?? new Set();
    powers.set(who, known.add(what));
  };
  const giveRules = (who: string, rules: readonly RoleRule[], place: string): void => {
    for (const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } of rules)
      for (const verb of verbs)
        for (const what of [...nonResourceURLs, ...targets(apiGroups, resources, resourceNames)])
          give(who, `${verb} ${what}${place}`);
  };
  for (const subject of authority.subjects()) {
    for (const { rules, namespace } of authority.grantsOf(identityOf(subject))) {
      const place = namespace === tenant || namespace === undefined ? "" : ` in ${namespace}`;
      giveRules(`${subject.kind} ${subjectName(subject)}`, rules, place);
    }
  }
  // Git need not contain a binding to a role of Kubernetes: the subjects are unknown.
  if (tenant === undefined)
    for (const role of aggregatingRoles)
      for (const object of ofAddons.filter(({ metadata }) => metadata?.labels?.[aggregationLabel(role)] === "true"))
        giveRules(`ClusterRole ${role} of Kubernetes`, roleRulesOf({ ...object }), "");
  for (const { group, project, allowed } of argoCDRolesOf(projectsOf(side, cluster, tenant), tenant))
    for (const value of allowed) give(`Group ${group}`, `${value} of ${purposeOf(project)} in Argo CD`);
  return powers;
}

/** Permissions of add-ons on the whole cluster, as the generated tree lists it. An upgrade of Tenantry can change the list. */
function addonAccessIn({ tree }: DesiredState, cluster: string): readonly KubernetesObject[] {
  return addonAccessOf(tree)(cluster);
}

const addonAccessOf = memoize((tree: Tree) =>
  memoizeByName((cluster): readonly KubernetesObject[] =>
    [...tree.below(addonOverlays(cluster))].flatMap(({ file }) =>
      file.endsWith(`/${accessFileName}`) ? readObjects(tree.read(file) ?? "") : [],
    ),
  ),
);

function targets(groups: readonly string[], resources: readonly string[], names: readonly string[]): readonly string[] {
  return groups.flatMap((group) =>
    resources.flatMap((resource) => {
      const what = group === "" ? resource : `${resource}.${group}`;
      return names.length === 0 ? [what] : names.map((name) => `${what} ${name}`);
    }),
  );
}

function projectsOf(
  { tree, read }: DesiredState,
  cluster: string,
  tenant: string | undefined,
): readonly KubernetesObject[] {
  const folder = generatedPath(cluster, "applications", ownerFolder(tenant));
  return [...tree.below(folder)].flatMap(({ file }) => {
    return file.includes("/appproject-") ? (read(tree.read(file)) ?? []) : [];
  });
}

const mostNamed = 6;

/** Permissions with the same verbs together: `get, list models.mlops.seldon.io; create pods/exec`. */
function describePermissions(atoms: readonly string[]): string {
  const byTarget = Map.groupBy(atoms, (atom) => atom.slice(atom.indexOf(" ") + 1));
  const byVerbs = Map.groupBy(byTarget, ([, own]) => own.map((atom) => atom.slice(0, atom.indexOf(" "))).join(", "));
  const messages = [...byVerbs].map(([verbs, own]) => `${verbs} ${own.map(([target]) => target).join(", ")}`);
  return listText(messages, mostNamed, "; ");
}
