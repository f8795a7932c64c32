import { replaced } from "../../diagnostics/example.ts";
import { roleRulesOf } from "../../evaluate/access/policy-rule.ts";
import { roleKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { roleKinds } from "./bindings.ts";

export const accessBadRule = defineRule({
  code: "access/bad-rule",
  severity: "error",
  over: "object",
  kinds: roleKinds,
  summary:
    "A rule of a Role or ClusterRole lacks verbs, API groups or resources, or has nonResourceURLs that are not allowed.",
  docs: {
    why: "The schemas of Role and ClusterRole accept empty lists, and require only the field verbs. The API server rejects a rule without verbs, a rule with neither resources nor nonResourceURLs, a rule with both, and resources without API groups. A Role cannot contain nonResourceURLs, because URL paths belong to no namespace.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: viewer, namespace: churn }
rules: [{ resources: [pods], verbs: [get] }]
`,
    valid: replaced(
      "rules: [{ resources: [pods], verbs: [get] }]",
      `rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]`,
    ),
    fix: 'List the verbs, the resources and their API groups. Write "" for the core group.',
  },
  *check(role) {
    for (const [index, rule] of roleRulesOf({ ...role.object }).entries()) {
      const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
      const report = (field: string, message: string, hint: string) => ({
        at: role.at(["rules", index, field], "value"),
        message,
        hint,
      });
      if (verbs.length === 0) yield report("verbs", "missing verbs", "List the verbs that the rule allows.");
      if (nonResourceURLs.length > 0) {
        if (role.kind === roleKind)
          yield report(
            "nonResourceURLs",
            "invalid field nonResourceURLs in a Role",
            "URL paths belong to no namespace. Allow these paths in a ClusterRole, and bind the ClusterRole with a ClusterRoleBinding.",
          );
        if (apiGroups.length + resources.length + resourceNames.length > 0)
          yield report(
            "nonResourceURLs",
            "invalid rule: both nonResourceURLs and resources",
            "Split the rule into two: one for nonResourceURLs, and one for resources.",
          );
        continue;
      }
      if (apiGroups.length === 0)
        yield report(
          "apiGroups",
          "missing API groups",
          'List the API groups, for example apps, or "" for the core group.',
        );
      if (resources.length === 0)
        yield report("resources", "missing resources", "List the resources in the plural, for example pods.");
    }
  },
});
