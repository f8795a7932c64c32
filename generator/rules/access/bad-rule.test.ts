import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { accessBadRule } from "./bad-rule.ts";

const role = (rules: string, kind = "Role"): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: r }
rules: [${rules}]
`;

/** As the API server's own validation answered the same objects (k8s.io/kubernetes 1.34.4, ValidateRole). */
test.each([
  { name: "whole", yaml: role("{ apiGroups: [''], resources: [pods], verbs: [get] }"), found: [] },
  { name: "no rules", yaml: role(""), found: [] },
  {
    name: "paths on the cluster",
    yaml: role("{ nonResourceURLs: [/metrics], verbs: [get] }", "ClusterRole"),
    found: [],
  },
  {
    name: "paths in a namespace",
    yaml: role("{ nonResourceURLs: [/metrics], verbs: [get] }"),
    found: ["4:11 paths are of no namespace"],
  },
  {
    name: "paths and resources",
    yaml: role("{ nonResourceURLs: [/metrics], resources: [pods], verbs: [get] }", "ClusterRole"),
    found: ["4:11 paths and resources in one rule"],
  },
  {
    name: "no verbs",
    yaml: role("{ apiGroups: [''], resources: [pods], verbs: [] }"),
    found: ["4:47 a rule without verbs"],
  },
  { name: "no groups", yaml: role("{ resources: [pods], verbs: [get] }"), found: ["4:9 a rule without API groups"] },
  {
    name: "nothing but verbs",
    yaml: role("{ verbs: [get] }"),
    found: ["4:9 a rule without API groups", "4:9 a rule without resources"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(accessBadRule, yaml)).toEqual(found);
});
