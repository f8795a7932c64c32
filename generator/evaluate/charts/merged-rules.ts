import type { AccessRule } from "../../validate/addons/cluster-access.ts";
import type { RoleRule } from "../access/policy-rule.ts";

/**
 * Rules of a Role in one form: with all verbs of a resource together, and with all resources that have the same verbs.
 * They allow the same as before, so that two versions of a chart differ only in what they allow.
 */
export function mergedRules(rules: readonly RoleRule[]): AccessRule[] {
  const verbs = new Map<string, Set<string>>();
  for (const rule of rules)
    for (const target of targetsOf(rule)) {
      const known = verbs.get(target) ?? new Set();
      for (const verb of rule.verbs) known.add(verb);
      verbs.set(target, known);
    }
  const together = new Map<string, AccessRule>();
  for (const [target, allowed] of [...verbs].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const { resources, ...rest }: Target = JSON.parse(target);
    const key = JSON.stringify([rest, [...allowed].sort()]);
    const before = together.get(key)?.resources ?? [];
    together.set(key, { ...rest, resources: [...before, ...resources], verbs: [...allowed].sort() });
  }
  return [...together.values()];
}

type Target = Omit<AccessRule, "verbs">;

/** Each resource and URL of a rule on its own, as JSON. */
function targetsOf({ apiGroups, resources, resourceNames, nonResourceURLs }: RoleRule): readonly string[] {
  const none: Target = { apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
  const names = [...resourceNames].sort();
  const named = apiGroups.flatMap((group) =>
    resources.map((resource): Target => ({ ...none, apiGroups: [group], resources: [resource], resourceNames: names })),
  );
  const urls = nonResourceURLs.map((url): Target => ({ ...none, nonResourceURLs: [url] }));
  return [...named, ...urls].map((target) => JSON.stringify(target));
}
