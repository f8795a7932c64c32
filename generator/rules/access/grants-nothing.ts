import { replaced } from "../../diagnostics/example.ts";
import { type RoleRule, roleRulesOf } from "../../evaluate/access/policy-rule.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { roleKind } from "../../models/kinds.ts";
import { didYouMean, nearest } from "../../text/nearest.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { roleKinds } from "./bindings.ts";
import { clusterScoped, groupsOf, knownGroups, resourcesOf } from "./known-resources.ts";

export const accessGrantsNothing = defineRule({
  code: "access/grants-nothing",
  severity: "warning",
  over: "object",
  kinds: roleKinds,
  summary: "A rule names an API group or a resource that matches no request.",
  docs: {
    why: 'The API server accepts any text as an API group or a resource of a rule. A rule matches a request only if the rule names exactly the API group (without a version) and the resource of the request. Common mistakes are apps/v1 or v1 as a group, core instead of "", deployments in the core group, and resources in the singular or with capitals. A rule that matches no request allows nothing, and the API server denies the requests that the rule was meant to allow.',
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: viewer, namespace: churn }
rules:
  - { apiGroups: [apps/v1], resources: [deployments], verbs: [get, list, watch] }
`,
    valid: replaced("apiGroups: [apps/v1]", "apiGroups: [apps]"),
    fix: "Write the API group without a version, and the resource as kubectl api-resources prints it.",
  },
  *check(role) {
    for (const [index, rule] of roleRulesOf({ ...role.object }).entries()) {
      yield* groups(role, index, rule);
      yield* resources(role, index, rule);
    }
  },
});

function* groups(role: Manifest, index: number, { apiGroups }: RoleRule): Iterable<RuleFinding> {
  for (const [place, group] of apiGroups.entries()) {
    const right = group === "core" || /^v\d+((alpha|beta)\d+)?$/.test(group) ? "" : group.split("/")[0];
    if (right === undefined || right === group) continue;
    yield {
      at: role.at(["rules", index, "apiGroups", place], "value"),
      message: `unknown API group ${group}`,
      hint: right === "" ? 'Write "" for the core group.' : `Write the API group without the version: ${right}.`,
      fix: right === "" ? '""' : right,
    };
  }
}

/** Checks a rule only where the resources of all its groups are known. */
function* resources(role: Manifest, index: number, rule: RoleRule): Iterable<RuleFinding> {
  const { apiGroups } = rule;
  if (apiGroups.length === 0 || !apiGroups.every((group) => knownGroups.has(group))) return;
  for (const [place, value] of rule.resources.entries()) {
    const [resource = ""] = value.split("/");
    if (resource === "*") continue;
    const exists = apiGroups.some((group) => resourcesOf(group).includes(resource));
    if (exists && !(role.kind === roleKind && clusterScoped.has(resource))) continue;
    yield {
      at: role.at(["rules", index, "resources", place], "value"),
      message: exists
        ? `invalid resource ${resource} in a Role: ${resource} are cluster-scoped`
        : `unknown resource ${resource} in ${apiGroups.map((group) => (group === "" ? "the core group" : group)).join(" or ")}`,
      hint: exists
        ? `Grant ${resource} with a ClusterRole and a ClusterRoleBinding.`
        : resourceHint(resource, apiGroups),
    };
  }
}

function resourceHint(resource: string, apiGroups: readonly string[]): string {
  const others = groupsOf(resource).map((group) => (group === "" ? '"" (the core group)' : group));
  if (others.length > 0) return `The API group of ${resource} is ${others.join(" or ")}.`;
  const meant = nearest(resource, apiGroups.flatMap(resourcesOf));
  return meant === undefined ? "Run kubectl api-resources to list the resources." : didYouMean(meant);
}
