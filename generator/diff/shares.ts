import { shareTemplateOf } from "../layout/share-template.ts";
import { type Change, describeRef } from "../plan/change.ts";
import type { TenantObject } from "../validate/addons/tenant-object.ts";
import type { DesiredState } from "./desired-state.ts";
import type { Statement } from "./statement.ts";

/** The objects of add-ons that tenants get or lose. The statements about access cover their rights to read Secrets. */
export function shareStatements(
  before: DesiredState,
  after: DesiredState,
  changes: readonly Change[],
): readonly Statement[] {
  return changes.flatMap((change): readonly Statement[] => {
    const share = shareChanged(before, after, change);
    const { verb, cluster, tenant, ref } = change;
    if (share === undefined || verb === "move") return [];
    const who = tenant ?? "the shared runtime";
    const statement = { topic: "add-ons" as const, cluster, tenant, about: describeRef(ref) };
    if (verb === "delete") return [{ ...statement, risk: "medium", message: `goes: ${share.whenRemoved}` }];
    return [
      {
        ...statement,
        risk: "high",
        message: `${verb === "create" ? "gives" : "changes what it gives"} ${who}: ${share.gives}`,
        widens: true,
        headline: `gives ${who} ${describeRef(ref)}`,
      },
    ];
  });
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
