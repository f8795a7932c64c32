import type { AccessRule } from "../../validate/addons/chart.ts";
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
  const together = new Map<string, { readonly rule: AccessRule; readonly resources: string[] }>();
  for (const [target, allowed] of [...verbs].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const { resource, ...rest }: Target = JSON.parse(target);
    const rule = { ...rest, verbs: [...allowed].sort() };
    const key = JSON.stringify(rule);
    const group = together.get(key) ?? { rule, resources: [] as string[] };
    if (resource !== undefined) group.resources.push(resource);
    together.set(key, group);
  }
  return [...together.values()].map(({ rule: { groups, ...rest }, resources }) => ({
    ...(groups !== undefined && { groups, resources }),
    ...rest,
  }));
}

type Target = Pick<AccessRule, "groups" | "names" | "urls"> & { readonly resource?: string };

/** Each resource and URL of a rule on its own, as JSON. */
function targetsOf({ apiGroups, resources, resourceNames, nonResourceURLs }: RoleRule): readonly string[] {
  const names = resourceNames.length === 0 ? {} : { names: [...resourceNames].sort() };
  const named = apiGroups.flatMap((group) =>
    resources.map((resource): Target => ({ groups: [group], resource, ...names })),
  );
  return [...named, ...nonResourceURLs.map((url): Target => ({ urls: [url] }))].map((target) => JSON.stringify(target));
}
