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
  summary: "A rule of a Role lacks what the API server insists on.",
  docs: {
    why: "To the schemas the lists of a rule may be empty, and all but verbs left out. The API server refuses a rule without verbs, one that names neither resources with their groups nor paths, one that names both, and paths in a Role: they belong to no namespace.",
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
    fix: 'Name verbs, resources and their groups. Kubernetes\' own core is the group "".',
  },
  *check(role) {
    for (const [index, rule] of roleRulesOf({ ...role.object }).entries()) {
      const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
      const report = (field: string, message: string, hint: string) => ({
        at: role.at(["rules", index, field], "value"),
        message,
        hint,
      });
      if (verbs.length === 0) yield report("verbs", "a rule without verbs", "Name what may be done.");
      if (nonResourceURLs.length > 0) {
        if (role.kind === roleKind)
          yield report(
            "nonResourceURLs",
            "paths are of no namespace",
            "Allow them in a ClusterRole, bound on the whole cluster.",
          );
        if (apiGroups.length + resources.length + resourceNames.length > 0)
          yield report("nonResourceURLs", "paths and resources in one rule", "Make two rules of it.");
        continue;
      }
      if (apiGroups.length === 0)
        yield report("apiGroups", "a rule without API groups", 'Name them: apps, or "" for Kubernetes\' own core.');
      if (resources.length === 0) yield report("resources", "a rule without resources", "Name them, in plural.");
    }
  },
});
