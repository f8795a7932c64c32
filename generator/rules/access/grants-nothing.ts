import { replaced } from "../../diagnostics/example.ts";
import { type RoleRule, roleRulesOf } from "../../evaluate/access/policy-rule.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { roleKind } from "../../models/kinds.ts";
import { nearest } from "../../text/nearest.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { roleKinds } from "./bindings.ts";
import { clusterScoped, groupsOf, knownGroups, resourcesOf } from "./known-resources.ts";

export const accessGrantsNothing = defineRule({
  code: "access/grants-nothing",
  severity: "warning",
  over: "object",
  kinds: roleKinds,
  summary: "A rule names a group or a resource that no request ever has.",
  docs: {
    why: 'The API server takes any text for a group or a resource, and compares it with what a request asks for: letter by letter, without a version. apps/v1 and v1 are no groups, core is called "", deployments are not in the core, and a resource is written in plural and small letters. What does not match allows nothing, and the person it was meant for is told that he may not.',
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: viewer, namespace: churn }
rules:
  - { apiGroups: [apps/v1], resources: [deployments], verbs: [get, list, watch] }
`,
    valid: replaced("apiGroups: [apps/v1]", "apiGroups: [apps]"),
    fix: "Write the group without its version, and the resource as kubectl api-resources shows it.",
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
      message: `${group} is no API group`,
      hint:
        right === "" ? 'Kubernetes\' own core is the group "".' : `Write ${right}: a group goes without its version.`,
      fix: right === "" ? '""' : right,
    };
  }
}

/** Only where every group is one whose resources are all known. */
function* resources(role: Manifest, index: number, rule: RoleRule): Iterable<RuleFinding> {
  const { apiGroups } = rule;
  if (apiGroups.length === 0 || !apiGroups.every((group) => knownGroups.has(group))) return;
  for (const [place, value] of rule.resources.entries()) {
    const [resource = ""] = value.split("/");
    if (resource === "*") continue;
    const there = apiGroups.some((group) => resourcesOf(group).includes(resource));
    if (there && !(role.kind === roleKind && clusterScoped.has(resource))) continue;
    yield {
      at: role.at(["rules", index, "resources", place], "value"),
      message: there
        ? `${resource} are in no namespace: a Role does not give them`
        : `there is no ${resource} in ${apiGroups.map((group) => (group === "" ? "the core" : group)).join(" or ")}`,
      hint: there ? "Only a ClusterRole that is bound on the whole cluster does." : elsewhere(resource, apiGroups),
    };
  }
}

function elsewhere(resource: string, apiGroups: readonly string[]): string {
  const others = groupsOf(resource).map((group) => (group === "" ? 'the core, ""' : group));
  if (others.length > 0) return `It is in ${others.join(" and ")}.`;
  const meant = nearest(resource, apiGroups.flatMap(resourcesOf));
  return meant === undefined ? "kubectl api-resources shows what there is." : `Did you mean ${meant}?`;
}
