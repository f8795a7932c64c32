import { codes } from "../diagnostics/codes.ts";
import type { ClusterSelector } from "../validate/cluster-selector.ts";
import type { TenantSelection } from "../validate/inventory.ts";

type Requirement = NonNullable<ClusterSelector["matchExpressions"]>[number];

const { messages } = codes["guard/platform"];

/**
 * Returns why a tenant's fields can select a later cluster that they did not select before, or undefined if they cannot. The
 * clusters that exist now do not count: a tenant's file decides about later clusters, too.
 */
export function widerSelection(tenant: string, before: TenantSelection, after: TenantSelection): string | undefined {
  const groups = after.groups.filter((group) => !before.groups.includes(group));
  if (groups.length > 0) return messages.newGroups(tenant, groups.join(", "));
  if (after.selector !== undefined && !isNarrower(before.selector, after.selector))
    return messages.widerSelector(tenant);
  // Without a group and a selector, an exclusion has no effect.
  if (after.groups.length === 0 && after.selector === undefined) return undefined;
  const included = before.excluded.filter((name) => !after.excluded.includes(name));
  return included.length > 0 ? messages.noLongerExcluded(tenant, included.join(", ")) : undefined;
}

/** Whether each cluster that the later selector selects meets each requirement of the earlier one. */
function isNarrower(before: ClusterSelector | undefined, after: ClusterSelector): boolean {
  if (before === undefined) return false;
  const stricter = requirementsOf(after);
  return requirementsOf(before).every((requirement) => stricter.some((other) => implies(other, requirement)));
}

function requirementsOf({ matchLabels = {}, matchExpressions = [] }: ClusterSelector): readonly Requirement[] {
  const equal = Object.entries(matchLabels).map(
    ([key, value]): Requirement => ({ key, operator: "In", values: [value] }),
  );
  return [...equal, ...matchExpressions];
}

/** Whether labels that meet the first requirement always meet the second one. False if that is not certain. */
function implies(first: Requirement, second: Requirement): boolean {
  if (first.key !== second.key) return false;
  const [given, wanted] = [first.values ?? [], second.values ?? []];
  switch (second.operator) {
    case "In":
      return first.operator === "In" && given.every((value) => wanted.includes(value));
    case "NotIn":
      if (first.operator === "In") return given.every((value) => !wanted.includes(value));
      if (first.operator === "NotIn") return wanted.every((value) => given.includes(value));
      return first.operator === "DoesNotExist";
    case "Exists":
      return first.operator === "In" || first.operator === "Exists";
    case "DoesNotExist":
      return first.operator === "DoesNotExist";
  }
}
