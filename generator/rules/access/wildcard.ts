import { replaced } from "../../diagnostics/example.ts";
import { listAt, textsAt } from "../../evaluate/manifests/reading.ts";
import type { Path } from "../../load/source.ts";
import { defineRule } from "../rule.ts";
import { roleKinds } from "./bindings.ts";

export const accessWildcard = defineRule({
  code: "access/wildcard",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: roleKinds,
  summary: "A Role has a wildcard (*) instead of a list of verbs, resources, API groups or paths.",
  docs: {
    why: "A wildcard also matches verbs, resources and API groups that are added later. A wildcard for verbs includes impersonate, bind and escalate. A wildcard for resources includes Secrets and the subresources that run commands in pods. A wildcard for API groups includes the groups of CustomResourceDefinitions that are installed later. Reviewers cannot check rights that the Role does not list.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: models, namespace: churn }
rules:
  - { apiGroups: [mlops.seldon.io], resources: [models], verbs: ["*"] }
`,
    valid: replaced(`verbs: ["*"]`, "verbs: [get, list, watch]"),
    fix: "List the needed verbs, resources, API groups and paths.",
  },
  *check(role) {
    for (const [index, rule] of listAt(role.object, "rules").entries()) {
      const [first, ...others] = fields.flatMap(([field, describe]) => wildcards(rule, field, describe(rule)));
      if (first === undefined) continue;
      yield {
        at: role.at(["rules", index, ...first.path], "value"),
        message: `wildcard in ${role.object.kind} ${role.name}: it allows ${[first, ...others].map(({ description }) => description).join(", ")}`,
        hint: "List the needed verbs, resources and API groups. To see the resulting rights, run npx --no-install tenantry access.",
      };
    }
  },
});

interface Wildcard {
  readonly path: Path;
  readonly description: string;
}

function wildcards(rule: unknown, field: string, description: string): readonly Wildcard[] {
  return listAt(rule, field).flatMap((value, place) => {
    if (value === "*") return [{ path: [field, place], description }];
    const isSubresource = field === "resources" && typeof value === "string" && value.startsWith("*/");
    return isSubresource ? [{ path: [field, place], description: `${value.slice(2)} of every resource` }] : [];
  });
}

const fields = [
  ["verbs", (rule: unknown) => `every verb${describeTargets(rule)}`],
  ["apiGroups", () => "every API group"],
  ["resources", (rule: unknown) => `every resource${of(rule)}`],
  ["nonResourceURLs", () => "every path"],
] as const;

const mostNames = 3;

/** The resources that the verbs apply to, where the rule names any. */
function describeTargets(rule: unknown): string {
  const names = textsAt(rule, "resources");
  if (names.length === 0 || names.includes("*")) return "";
  return ` on ${names.length > mostNames ? `${names.length} resources` : names.join(", ")}`;
}

/** The API groups of the resources, where the rule names any. */
function of(rule: unknown): string {
  const groups = textsAt(rule, "apiGroups");
  if (groups.length === 0 || groups.includes("*")) return "";
  if (groups.length > mostNames) return ` of ${groups.length} API groups`;
  return ` of ${groups.map((group) => (group === "" ? "the core group" : group)).join(", ")}`;
}
