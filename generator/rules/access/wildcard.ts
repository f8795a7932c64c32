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
  summary: "A Role says everything where it means something.",
  docs: {
    why: "An asterisk stands for whatever there is, and for whatever there will be: every verb holds impersonate, bind and escalate too, every resource holds Secrets and the subresources that run commands in pods, every group holds the kinds that are installed tomorrow. Nobody can review what is not written.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: models, namespace: churn }
rules:
  - { apiGroups: [mlops.seldon.io], resources: [models], verbs: ["*"] }
`,
    valid: replaced(`verbs: ["*"]`, "verbs: [get, list, watch]"),
    fix: "Name the verbs, resources and groups that are needed.",
  },
  *check(role) {
    for (const [index, rule] of listAt(role.object, "rules").entries()) {
      const [first, ...others] = fields.flatMap(([field, what]) => wildcards(rule, field, what(rule)));
      if (first === undefined) continue;
      yield {
        at: role.at(["rules", index, ...first.path], "value"),
        message: `${role.object.kind} ${role.name} allows ${[first, ...others].map((wildcard) => wildcard.what).join(", ")}`,
        hint: `Name what is needed: npx --no-install tenantry access says what follows from it.`,
      };
    }
  },
});

interface Wildcard {
  readonly path: Path;
  readonly what: string;
}

function wildcards(rule: unknown, field: string, what: string): readonly Wildcard[] {
  return listAt(rule, field).flatMap((value, place) => {
    if (value === "*") return [{ path: [field, place], what }];
    const part = field === "resources" && typeof value === "string" && value.startsWith("*/");
    return part ? [{ path: [field, place], what: `${value.slice(2)} of every resource` }] : [];
  });
}

const fields = [
  ["verbs", (rule: unknown) => `every verb${on(rule)}`],
  ["apiGroups", () => "every API group"],
  ["resources", (rule: unknown) => `every resource${of(rule)}`],
  ["nonResourceURLs", () => "every path"],
] as const;

const mostNames = 3;

/** What the verbs are for, where resources are named. */
function on(rule: unknown): string {
  const names = textsAt(rule, "resources");
  if (names.length === 0 || names.includes("*")) return "";
  return ` on ${names.length > mostNames ? `${names.length} resources` : names.join(", ")}`;
}

/** Whose resources they are, where groups are named. */
function of(rule: unknown): string {
  const groups = textsAt(rule, "apiGroups");
  if (groups.length === 0 || groups.includes("*")) return "";
  if (groups.length > mostNames) return ` of ${groups.length} API groups`;
  return ` of ${groups.map((group) => (group === "" ? "the core" : group)).join(", ")}`;
}
