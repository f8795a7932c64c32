import type { Grant } from "./authority.ts";
import {
  type EscalationPath,
  type EscalationPathName,
  escalationPathNames,
  escalationPaths,
  type RequiredAccess,
} from "./escalation-paths.ts";
import { type RoleRule, resourceMatches } from "./policy-rule.ts";

/** An escalation path that a subject's grants open. */
export interface Escalation {
  readonly way: EscalationPathName;
  /** Undefined if the path leads to every namespace. */
  readonly namespace: string | undefined;
  /** The only objects that the path works with. Undefined if it works with all objects. */
  readonly names: readonly string[] | undefined;
  /** Follows the subject: "can read every Secret in churn". */
  readonly sentence: string;
  /** The bindings that open the path. */
  readonly by: readonly string[];
}

/** Each escalation path, once for each namespace that it leads to. */
export function escalationsOf(grants: readonly Grant[]): readonly Escalation[] {
  const places = Map.groupBy(grants, ({ namespace }) => namespace);
  return escalationPathNames.flatMap((way) => {
    const escalations = [...places].flatMap(([namespace, placeGrants]) =>
      escalationsAlong(way, namespace, placeGrants),
    );
    const everywhere = escalations.find(({ namespace, names }) => namespace === undefined && names === undefined);
    return everywhere === undefined ? escalations : [everywhere];
  });
}

function escalationsAlong(
  way: EscalationPathName,
  namespace: string | undefined,
  grants: readonly Grant[],
): readonly Escalation[] {
  const escalationPath: EscalationPath = escalationPaths[way];
  if (escalationPath.clusterOnly === true && namespace !== undefined) return [];
  const openings = grants.flatMap(({ rules, binding }) =>
    rules
      .filter((rule) => opensPath(rule, escalationPath, namespace))
      .map((rule) => ({ names: rule.resourceNames, binding })),
  );
  const together = escalationPath.together ?? escalationPath.needs;
  if (!grants.some(({ rules }) => rules.some((rule) => together.some((need) => grantsAccess(rule, need))))) return [];
  if (openings.length === 0) return [];
  const allNames = openings.some(({ names }) => names.length === 0);
  const names = allNames ? undefined : [...new Set(openings.flatMap((item) => item.names))].sort();
  const by = [...new Set(openings.map(({ binding }) => binding))].sort();
  return [{ way, namespace, names, sentence: sentenceOf(escalationPath, namespace, names), by }];
}

function sentenceOf(
  { describe }: EscalationPath,
  namespace: string | undefined,
  names: readonly string[] | undefined,
): string {
  return describe(namespace ?? "every namespace", (all, some) =>
    names === undefined ? all : `${some} ${names.join(", ")}`,
  );
}

/** The escalation paths that one rule alone opens, in a Role or on the whole cluster. */
export function escalationsFrom(
  rule: RoleRule,
  namespace: string | undefined,
): readonly Pick<Escalation, "way" | "sentence">[] {
  const names = rule.resourceNames.length === 0 ? undefined : rule.resourceNames;
  return escalationPathNames.flatMap((way) => {
    const escalationPath: EscalationPath = escalationPaths[way];
    if ((escalationPath.clusterOnly === true && namespace !== undefined) || !opensPath(rule, escalationPath, namespace))
      return [];
    return [{ way, sentence: sentenceOf(escalationPath, namespace, names) }];
  });
}

function opensPath(rule: RoleRule, { needs, itself }: EscalationPath, namespace: string | undefined): boolean {
  if (!needs.some((need) => grantsAccess(rule, need))) return false;
  return itself !== true || namespace === undefined || isAllowed(rule.resourceNames, namespace);
}

function isAllowed(names: readonly string[], name: string): boolean {
  return names.length === 0 || names.includes(name);
}

function grantsAccess({ verbs, apiGroups, resources, resourceNames }: RoleRule, need: RequiredAccess): boolean {
  if (!verbs.includes("*") && !need.verbs.some((verb) => verbs.includes(verb))) return false;
  if (!apiGroups.includes("*") && !need.groups.some((group) => apiGroups.includes(group))) return false;
  return need.resources.some((candidate) => {
    const [resource = "", subresource = ""] = candidate.split("/");
    if (!resources.some((pattern) => resourceMatches(pattern, resource, subresource))) return false;
    return need.verbs.some((verb) => {
      // A create request has no object name, so resourceNames never allow it.
      if (resourceNames.length > 0 && subresource === "" && (verb === "create" || verb === "deletecollection"))
        return false;
      return verbs.includes("*") || verbs.includes(verb);
    });
  });
}
