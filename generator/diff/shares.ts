import { addonApplication } from "../layout/names.ts";
import { shareTemplateOf } from "../layout/share-template.ts";
import { type Change, describeRef } from "../plan/change.ts";
import { filledAddon } from "../validate/addons/filled.ts";
import type { TenantObject } from "../validate/addons/tenant-object.ts";
import type { DesiredState } from "./desired-state.ts";
import type { Statement } from "./statement.ts";

/** The objects of add-ons, and the entries in the values of charts, that tenants get or lose. */
export function shareStatements(
  before: DesiredState,
  after: DesiredState,
  changes: readonly Change[],
): readonly Statement[] {
  return [...objectStatements(before, after, changes), ...entryStatements(before, after)];
}

/** The objects. The statements about access cover their rights to read Secrets. */
function objectStatements(before: DesiredState, after: DesiredState, changes: readonly Change[]): readonly Statement[] {
  return changes.flatMap((change): readonly Statement[] => {
    const share = shareChanged(before, after, change);
    const { verb, cluster, tenant, ref } = change;
    if (share === undefined || verb === "move") return [];
    const who = tenant ?? "the shared runtime";
    const statement = { topic: "add-ons" as const, cluster, tenant, about: describeRef(ref) };
    if (verb === "delete") return [{ ...statement, risk: "medium", message: `goes: ${share.whenRemoved}` }];
    return [gain(statement, verb === "create", who, share)];
  });
}

/**
 * The entries in the values of charts. The Application belongs to the platform and contains the entries of all tenants, so its
 * change does not show whose entries changed.
 */
function entryStatements(before: DesiredState, after: DesiredState): readonly Statement[] {
  const [old, own] = [entriesIn(before), entriesIn(after)];
  const remaining = new Set<string>(after.inventory.clusters.map(({ name }) => name));
  return [...new Set([...old.keys(), ...own.keys()])].flatMap((key): readonly Statement[] => {
    const [earlier, later] = [old.get(key), own.get(key)];
    const given = later ?? earlier;
    if (given === undefined || earlier?.text === later?.text || !remaining.has(given.cluster)) return [];
    const { cluster, tenant, application, at, template } = given;
    const statement = { topic: "add-ons" as const, cluster, tenant, about: `${at} of Application ${application}` };
    if (later === undefined) return [{ ...statement, risk: "medium", message: `goes: ${template.whenRemoved}` }];
    return [gain(statement, earlier === undefined, tenant, template)];
  });
}

function gain(
  statement: Pick<Statement, "topic" | "cluster" | "tenant" | "about">,
  isNew: boolean,
  who: string,
  { gives }: Pick<TenantObject, "gives">,
): Statement {
  return {
    ...statement,
    risk: "high",
    message: `${isNew ? "gives" : "changes what it gives"} ${who}: ${gives}`,
    widens: true,
    headline: `gives ${who} ${statement.about}`,
  };
}

interface GivenEntry {
  readonly cluster: string;
  readonly tenant: string;
  readonly application: string;
  readonly at: string;
  readonly template: TenantObject;
  /** The entry as text, to compare. */
  readonly text: string;
}

function entriesIn({ inventory }: DesiredState): ReadonlyMap<string, GivenEntry> {
  return new Map(
    inventory.clusters.flatMap((cluster) =>
      cluster.addons
        .filter(({ spec }) => Object.values(spec.perTenant).some(({ values }) => values.length > 0))
        .flatMap((addon) =>
          filledAddon(cluster, addon).entries.flatMap(({ tenant, application, at, path, entry }) => {
            const template = addon.spec.perTenant[String(path[1])];
            if (tenant === undefined || template === undefined) return [];
            const name = addonApplication(cluster.name, addon.name, application);
            const given = { cluster: cluster.name, tenant, application: name, at: at.join("."), template };
            return [[[name, tenant, ...path].join("\n"), { ...given, text: JSON.stringify(entry) }] as const];
          }),
        ),
    ),
  );
}

/** The template of an object of an add-on. An object that is removed may have no template afterwards. */
export function shareChanged(before: DesiredState, after: DesiredState, change: Change): TenantObject | undefined {
  for (const { inventory } of [after, before]) {
    const cluster = inventory.clusters.find(({ name }) => name === change.cluster);
    const share = cluster && shareTemplateOf(cluster, change.application, change.ref);
    if (share !== undefined) return share;
  }
  return undefined;
}
