import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { accessBadRule } from "./bad-rule.ts";

const role = (rules: string, kind = "Role"): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: r }
rules: [${rules}]
`;

/** The results are those of the API server's own validation of the same objects (k8s.io/kubernetes 1.34.4, ValidateRole). */
test.each([
  { name: "a complete rule", yaml: role("{ apiGroups: [''], resources: [pods], verbs: [get] }"), found: [] },
  { name: "a role without rules", yaml: role(""), found: [] },
  {
    name: "paths in a ClusterRole",
    yaml: role("{ nonResourceURLs: [/metrics], verbs: [get] }", "ClusterRole"),
    found: [],
  },
  {
    name: "paths in a Role",
    yaml: role("{ nonResourceURLs: [/metrics], verbs: [get] }"),
    found: ["4:11 invalid field nonResourceURLs in a Role"],
  },
  {
    name: "paths and resources in one rule",
    yaml: role("{ nonResourceURLs: [/metrics], resources: [pods], verbs: [get] }", "ClusterRole"),
    found: ["4:11 invalid rule: both nonResourceURLs and resources"],
  },
  {
    name: "a rule without verbs",
    yaml: role("{ apiGroups: [''], resources: [pods], verbs: [] }"),
    found: ["4:47 missing verbs"],
  },
  {
    name: "a rule without API groups",
    yaml: role("{ resources: [pods], verbs: [get] }"),
    found: ["4:9 missing API groups"],
  },
  {
    name: "a rule with verbs only",
    yaml: role("{ verbs: [get] }"),
    found: ["4:9 missing API groups", "4:9 missing resources"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(accessBadRule, yaml)).toEqual(found);
});
