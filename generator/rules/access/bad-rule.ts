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
  summary: "A rule of a Role lacks verbs, API groups or resources, or misplaces paths.",
  docs: {
    why: "The schemas accept empty lists, and require only verbs. The API server rejects a rule without verbs, a rule that names neither resources with their groups nor paths, a rule that names both, and paths in a Role, because paths belong to no namespace.",
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
    fix: 'Name the verbs, the resources and their API groups. The core group is called "".',
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
            "nonResourceURLs in a Role",
            "Paths belong to no namespace. Allow them in a ClusterRole, with a ClusterRoleBinding.",
          );
        if (apiGroups.length + resources.length + resourceNames.length > 0)
          yield report("nonResourceURLs", "paths and resources in one rule", "Split it into two rules.");
        continue;
      }
      if (apiGroups.length === 0)
        yield report("apiGroups", "missing API groups", 'List the groups, for example apps, or "" for the core group.');
      if (resources.length === 0) yield report("resources", "missing resources", "List the resources, in the plural.");
    }
  },
});
