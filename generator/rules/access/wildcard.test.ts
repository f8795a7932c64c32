import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { accessWildcard } from "./wildcard.ts";

const role = (rule: string, kind = "Role"): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: r${kind === "Role" ? ", namespace: churn" : ""} }
rules: [${rule}]
`;

test.each([
  {
    name: "a rule without wildcards",
    yaml: role("{ apiGroups: [''], resources: [pods, pods/log], verbs: [get] }"),
    found: [],
  },
  {
    name: "every verb",
    yaml: role("{ apiGroups: [''], resources: [pods], verbs: [get, '*'] }"),
    found: ["4:60 wildcard in Role r: it allows every verb on pods"],
  },
  {
    name: "every resource of some groups",
    yaml: role("{ apiGroups: ['', a.b, c.d, e.f], resources: ['*'], verbs: [get] }"),
    found: ["4:55 wildcard in Role r: it allows every resource of 4 API groups"],
  },
  {
    name: "every resource of every group",
    yaml: role("{ apiGroups: ['*'], resources: ['*'], verbs: [get] }", "ClusterRole"),
    found: ["4:23 wildcard in ClusterRole r: it allows every API group, every resource"],
  },
  {
    name: "a subresource of every resource",
    yaml: role("{ apiGroups: [apps], resources: ['*/scale'], verbs: [update] }"),
    found: ["4:42 wildcard in Role r: it allows scale of every resource"],
  },
  {
    name: "every path, and all paths below one",
    yaml: role("{ nonResourceURLs: ['*', '/healthz/*'], verbs: [get] }", "ClusterRole"),
    found: ["4:29 wildcard in ClusterRole r: it allows every path"],
  },
  { name: "an aggregated ClusterRole without rules", yaml: role("", "ClusterRole"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(accessWildcard, yaml)).toEqual(found);
});
